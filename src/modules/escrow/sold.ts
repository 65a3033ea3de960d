import { minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { money } from "../../domain/money"
import { sharesOfMove, type SoldMove, type SoldPiece, type SoldShare } from "../../domain/sales"

export type Slice = { from: Instant; until: Instant }
/** Money that became a merchant's, or was taken back, in the slice of time of that place: of one parcel, or of a shop's part of an order. */
type Moved = { slice: number; currency: string; minor: string; parcel_id: string | null; shop_order_id: string | null }

const inSlices = (instant: string): string =>
  `join unnest(array[?]::timestamptz[], array[?]::timestamptz[]) with ordinality as s(from_at, until_at, slice) on ${instant} >= s.from_at and ${instant} < s.until_at`

/** By the ledger: what came to the merchant out of holds, with the parcel that released it where it was one. */
const released = `
  select s.slice::int, p.currency, p.amount as minor, h.shop_order_id,
    case when j.kind = 'parcel_released' then split_part(j.key, ':', 2) end as parcel_id
  from ledger_posting p join ledger_journal j on j.id = p.journal_id ${inSlices("j.occurred_at")}
    join escrow_hold h on h.id = substr(p.from_account, 6)
  where p.to_account = ? and p.from_account like 'hold:%'`

/** What was taken back from the merchant, or given again: refunds after release, goods sent back, chargebacks. */
const takenBack = `
  select s.slice::int, o.currency, -f.amount_minor as minor, f.shop_order_id, null as parcel_id
  from escrow_outflow f join escrow_order o on o.order_id = f.order_id ${inSlices("f.at")}
  where f.account = ? and f.account like 'merchant:%'`

type PieceRow = Omit<SoldPiece, "weight"> & { of: string; minor: string }

/** The items of parcels, and of shop orders all the items that were released with any of their parcels (else their lines). */
async function piecesOf(manager: SqlManager, moves: Moved[]): Promise<Map<string, SoldPiece[]>> {
  const parcels = [...new Set(moves.flatMap(({ parcel_id }) => parcel_id ?? []))]
  const parts = [...new Set(moves.flatMap(({ parcel_id, shop_order_id }) => (parcel_id === null ? (shop_order_id ?? []) : [])))]
  const rows = await manager.execute<PieceRow>(
    `select i.parcel_id as of, l.product_id, l.category_ids, i.amount_minor as minor
     from escrow_parcel_item i join shop_order_line l on l.line_item_id = i.line_item_id where i.parcel_id = any(array[?]::text[])
     union all
     select l.shop_order_id, l.product_id, l.category_ids, coalesce(sent.minor, l.amount_minor)
     from shop_order_line l left join lateral (
       select sum(i.amount_minor) as minor from escrow_parcel_item i join escrow_parcel p on p.id = i.parcel_id
       where i.line_item_id = l.line_item_id and p.state in ('released', 'split')
     ) sent on true where l.shop_order_id = any(array[?]::text[])
     order by 1, 2`,
    [parcels, parts],
  )
  const pieces = new Map<string, SoldPiece[]>()
  for (const { of, minor, ...piece } of rows) pieces.set(of, [...(pieces.get(of) ?? []), { ...piece, weight: minorOf(minor) }])
  return pieces
}

/**
 * What a merchant really got for what it sold in any of the slices, from each slice's first instant up to, not including, its last,
 * product by product: what its parcels released to it, by the ledger, less what was taken back meanwhile. `at` is the slice.
 */
export async function soldIn(manager: SqlManager, merchantId: string, slices: Slice[]): Promise<SoldShare<number>[]> {
  const payable = account.payable(merchantId)
  const bounds = [slices.map((slice) => slice.from), slices.map((slice) => slice.until)]
  const moves = await manager.execute<Moved>(`${released} union all ${takenBack}`, [...bounds, payable, ...bounds, payable])
  const pieces = await piecesOf(manager, moves)
  return moves.flatMap(({ slice, currency, minor, parcel_id, shop_order_id }) => {
    const move: SoldMove<number> = { at: slice - 1, amount: money(minorOf(minor), currency), pieces: pieces.get(parcel_id ?? shop_order_id ?? "") ?? [] }
    return sharesOfMove(move)
  })
}
