import { minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"

/** What each unfinished hold should still have by our rows: what captures brought less what parcels took and refunds sent back. */
export async function expectedRemaining(manager: SqlManager): Promise<{ hold_id: string; minor: number }[]> {
  const rows = await manager.execute<{ hold_id: string; minor: string }>(
    `with open as (select id, order_id from escrow_hold where state <> 'finished'),
     brought as (
       select o.id, sum((share->>'minor')::bigint) as minor from open o join escrow_capture c on c.order_id = o.order_id
         cross join lateral jsonb_array_elements(c.shares) as share where share->>'account' = 'hold:' || o.id group by o.id
     ), took as (
       select p.hold_id as id, sum(p.amount_minor) as minor from escrow_parcel p join open o on o.id = p.hold_id
       where p.state in ('released', 'refunded', 'split') group by p.hold_id
     ), went as (
       select o.id, sum(f.amount_minor) as minor from open o join escrow_outflow f on f.order_id = o.order_id and f.account = 'hold:' || o.id group by o.id
     )
     select o.id as hold_id, coalesce(b.minor, 0) - coalesce(t.minor, 0) - coalesce(w.minor, 0) as minor
     from open o left join brought b on b.id = o.id left join took t on t.id = o.id left join went w on w.id = o.id order by o.id`,
  )
  return rows.map((row) => ({ hold_id: row.hold_id, minor: minorOf(row.minor) }))
}

/** Parcels of which a merchant was given something without a tracking code, delivery evidence, or a closed window: there must be none (K17). */
export async function releasedWithoutRight(manager: SqlManager): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>(
    `select p.id from escrow_parcel p left join consent_window w on w.parcel_id = p.id
     where p.state in ('released', 'split') and (p.tracking_code = '' or p.delivered_at is null
       or coalesce(w.state, '') <> all(case p.state when 'split' then array['decided'] else array['given', 'lapsed', 'decided'] end))`,
  )
  return rows.map((row) => row.id)
}

/** Holds that ask for another amount than the lines of their part, and parcels that are worth another than what is in them. */
export async function partsThatDoNotAddUp(manager: SqlManager): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>(
    `select h.id from escrow_hold h left join (
       select shop_order_id, sum(amount_minor) as minor from shop_order_line where cancelled_at is null group by shop_order_id
     ) l on l.shop_order_id = h.shop_order_id where h.amount_minor <> coalesce(l.minor, 0)
     union all select p.id from escrow_parcel p left join (
       select parcel_id, sum(amount_minor) as minor from escrow_parcel_item group by parcel_id
     ) i on i.parcel_id = p.id where p.amount_minor <> coalesce(i.minor, 0) order by id`,
  )
  return rows.map((row) => row.id)
}

/** Parcels that have arrived and whose window neither runs nor waits for a case: there must be none, for one transaction does both. */
export async function arrivedWithoutWindow(manager: SqlManager): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>(
    `select p.id from escrow_parcel p where p.state = 'delivered'
       and not exists (select from consent_window w where w.parcel_id = p.id and w.state in ('open', 'paused')) order by p.id`,
  )
  return rows.map((row) => row.id)
}

/** Orders noted for booking that have failed, or have waited longer than `seconds` on the machine's clock. */
export async function waitingForBooks(manager: SqlManager, seconds: number): Promise<string[]> {
  const rows = await manager.execute<{ order_id: string }>(
    "select order_id from escrow_intent where attempts > 0 or created_at < clock_timestamp() - make_interval(secs => ?) order by order_id",
    [seconds],
  )
  return rows.map((row) => row.order_id)
}
