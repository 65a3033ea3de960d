import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"

export type FirstTime = { merchant_id: string; at: Instant }

/** When each of the merchants got its first paid order; those without one are absent. */
export async function firstOrders(manager: SqlManager, merchantIds: string[]): Promise<FirstTime[]> {
  const rows = await manager.execute<FirstTime>(
    `select m.id as merchant_id, o.placed_at as at from unnest(array[?]::text[]) as m(id) cross join lateral (
       select placed_at from shop_order where merchant_id = m.id and state not in ('awaiting_payment', 'cancelled') order by id limit 1) o`,
    [merchantIds],
  )
  return rows.map((row) => ({ ...row, at: instantOf(row.at) }))
}

/** When each of the merchants made its first sale: money of a parcel became its own. Those without one are absent. */
export async function firstSales(manager: SqlManager, merchantIds: string[]): Promise<FirstTime[]> {
  const rows = await manager.execute<FirstTime>(
    `select m.id as merchant_id, s.at from unnest(array[?]::text[]) as m(id) cross join lateral (
       select h.at from (select id from escrow_parcel where merchant_id = m.id and state in ('released', 'split') order by id limit 1) p
       join escrow_history h on h.row_id = p.id and h.machine = 'parcel' and h.to_state in ('released', 'split') order by h.id limit 1) s`,
    [merchantIds],
  )
  return rows.map((row) => ({ ...row, at: instantOf(row.at) }))
}
