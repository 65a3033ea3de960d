import { minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"

/** What a merchant has sold of one product, by the slice of time in which it was released. */
export type Sold = { slice: number; product_id: string | null; currency: string; amount_minor: number }
export type Slice = { from: Instant; until: Instant }

/**
 * The items of a merchant's parcels that were released in any of the slices, from each slice's first instant up to, not including,
 * its last, summed by product. What a case has split is left out: what of it was sold nobody has said item by item.
 */
export async function soldIn(manager: SqlManager, merchantId: string, slices: Slice[]): Promise<Sold[]> {
  const rows = await manager.execute<Omit<Sold, "amount_minor"> & { amount: string }>(
    `select s.slice::int, l.product_id, p.currency, sum(i.amount_minor) as amount
     from escrow_parcel p join consent_window w on w.parcel_id = p.id
       join unnest(array[?]::timestamptz[], array[?]::timestamptz[]) with ordinality as s(from_at, until_at, slice) on w.closed_at >= s.from_at and w.closed_at < s.until_at
       join escrow_parcel_item i on i.parcel_id = p.id join shop_order_line l on l.line_item_id = i.line_item_id
     where p.merchant_id = ? and p.state = 'released' group by 1, 2, 3`,
    [slices.map((slice) => slice.from), slices.map((slice) => slice.until), merchantId],
  )
  return rows.map(({ amount, ...row }) => ({ ...row, slice: row.slice - 1, amount_minor: minorOf(amount) }))
}
