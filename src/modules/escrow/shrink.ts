import type { SqlManager } from "../../adapters/ledger"
import { minorOf } from "../../adapters/columns"
import type { Instant } from "../../domain/calendar"
import type { Cut } from "../../domain/chargeback"
import { allocate, money } from "../../domain/money"
import type { Part } from "./standing"

/** What is taken out of one line's money: of its units in a parcel, or of those in none. */
export type Taken = { line_item_id: string; parcel_id: string | null; cut: number }

/**
 * Makes a hold and all that will be released from it smaller by `minor`: what is in no parcel and what is in parcels not
 * yet released give pro rata, so that lines, parcels and hold still agree. The order must be locked.
 * @param line the only line that gives; without it all do @returns what each piece gave, those that gave nothing among them
 */
export async function shrinkHold(manager: SqlManager, part: Part, minor: number, at: Instant, line?: string): Promise<Cut[]> {
  const pieces = await openPieces(manager, part, line)
  const giving = pieces.filter((piece) => piece.minor > 0)
  const shares = allocate(money(minor, "xxx"), giving.map((piece) => piece.minor))
  const cuts = giving.map((piece, index) => ({ ...piece, cut: shares[index]?.minor ?? 0 }))
  await cutOut(manager, part, cuts, at)
  return [...cuts.map(({ cut, ...piece }) => ({ ...piece, minor: cut })), ...pieces.filter((piece) => piece.minor === 0)]
}

/** What has not been released of a part, or of one of its lines: in no parcel, and in parcels that are still open. */
export async function openPieces(manager: SqlManager, part: Part, line?: string): Promise<Cut[]> {
  const packed = await manager.execute<{ line_item_id: string; parcel_id: string; quantity: number; amount_minor: string }>(
    `select i.line_item_id, i.parcel_id, i.quantity, i.amount_minor from escrow_parcel_item i join escrow_parcel p on p.id = i.parcel_id
     where p.hold_id = ? and p.state in ('packed', 'handed_over', 'delivered', 'lost') order by i.parcel_id, i.line_item_id`,
    [part.hold_id],
  )
  return [
    ...part.lines.map((each) => ({ line_item_id: each.line_item_id, parcel_id: null, quantity: each.quantity - each.packed_quantity, minor: each.amount - each.packed_amount })),
    ...packed.map(({ amount_minor, ...item }) => ({ ...item, minor: minorOf(amount_minor) })),
  ].filter((piece) => line === undefined || piece.line_item_id === line)
}

/** Makes lines, parcels, hold and shop order of a part smaller by the named cuts. The order must be locked. */
export async function cutOut(manager: SqlManager, part: Part, cuts: Taken[], at: Instant): Promise<void> {
  const minor = cuts.reduce((all, each) => all + each.cut, 0)
  const lines = sumBy(cuts, (cut) => cut.line_item_id)
  const parcels = sumBy(cuts, (cut) => cut.parcel_id ?? undefined)
  const items = cuts.filter((cut) => typeof cut.parcel_id === "string")

  await manager.execute(
    "update shop_order_line l set amount_minor = l.amount_minor - c.cut from unnest(array[?]::text[], array[?]::bigint[]) as c(id, cut) where l.line_item_id = c.id",
    [[...lines.keys()], [...lines.values()]],
  )
  await manager.execute(
    "update escrow_parcel p set amount_minor = p.amount_minor - c.cut from unnest(array[?]::text[], array[?]::bigint[]) as c(id, cut) where p.id = c.id",
    [[...parcels.keys()], [...parcels.values()]],
  )
  await manager.execute(
    `update escrow_parcel_item i set amount_minor = i.amount_minor - c.cut
     from unnest(array[?]::text[], array[?]::text[], array[?]::bigint[]) as c(parcel, line, cut) where i.parcel_id = c.parcel and i.line_item_id = c.line`,
    [items.map((item) => item.parcel_id), items.map((item) => item.line_item_id), items.map((item) => item.cut)],
  )
  await manager.execute("update escrow_hold set amount_minor = amount_minor - ?, updated_at = ?::timestamptz where id = ?", [minor, at, part.hold_id])
  await manager.execute("update shop_order set amount_minor = amount_minor - ?, updated_at = ?::timestamptz where id = ?", [minor, at, part.shop_order_id])
}

function sumBy<Row extends { cut: number }>(rows: Row[], key: (row: Row) => string | undefined): Map<string, number> {
  const sums = new Map<string, number>()
  for (const row of rows) {
    const name = key(row)
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + row.cut)
  }
  return sums
}
