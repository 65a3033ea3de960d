import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { closeItems, suspend } from "./adoption"
import type { CancelledLine } from "./cancellations"

/** `refund_minor`: what became due to the buyer by it. */
export type Unfollowed = { id: string; whole: boolean; lines: CancelledLine[]; currency: string; refund_minor: number }

/** An order's cancellations that Medusa's order does not know of yet. */
export async function unfollowed(manager: SqlManager, orderId: string): Promise<Unfollowed[]> {
  const rows = await manager.execute<Omit<Unfollowed, "refund_minor"> & { refund_minor: string }>(
    "select id, whole, lines, currency, refund_minor from escrow_cancellation where order_id = ? and followed_at is null order by created_at, id", [orderId],
  )
  return rows.map((row) => ({ ...row, refund_minor: minorOf(row.refund_minor) }))
}

/** Whether an order was once cancelled whole; an edit may have added to it since. */
export const isWhollyCancelled = async (manager: SqlManager, orderId: string): Promise<boolean> =>
  (await manager.execute("select id from escrow_cancellation where order_id = ? and whole limit 1", [orderId])).length > 0

export async function noteFollowed(manager: SqlManager, orderId: string, ids: string[], at: Instant): Promise<void> {
  await manager.execute("update escrow_cancellation set followed_at = ?::timestamptz where id = any(array[?]::text[])", [at, ids])
  await forgetStuck(manager, orderId, at)
  await resumeRefunds(manager, orderId, at)
}

/** What fails so often an operator is told of: something on Medusa's order page stands in the way. */
const TRIES_ALONE = 3

/**
 * Medusa's order could not follow: it is tried again later each time, an hour at most. Its refunds wait too, lest Medusa count them as
 * a gift. @param asked whether an operator is, or will be, asked about what it waits for: then that is enough
 */
export async function noteNotFollowed(manager: SqlManager, orderId: string, error: string, asked: boolean, at: Instant): Promise<void> {
  const rows = await manager.execute<{ attempts: number; currency: string }>(
    `update escrow_cancellation set attempts = attempts + 1, last_error = ?, follow_after = ?::timestamptz + make_interval(mins => least(60, power(2, least(attempts, 6))::int))
     where order_id = ? and followed_at is null returning attempts, currency`,
    [error.slice(0, 500), at, orderId],
  )
  await postponeRefunds(manager, orderId, error, at)
  const stuck = rows.find((row) => !asked && row.attempts >= TRIES_ALONE)
  const told = await manager.execute("select id from escrow_suspense where order_id = ? and state = 'open' and starts_with(reference, 'cancellation:') limit 1", [orderId])
  if (stuck && told.length === 0) await tellStuck(manager, orderId, stuck.currency, `Medusa's order cannot follow a cancellation, and its refund waits: ${error.slice(0, 300)}`, at)
}

/** Tells the queue, once, what stands in the way of Medusa's order. */
export const tellStuck = (manager: SqlManager, orderId: string, currency: string, note: string, at: Instant): Promise<void> =>
  suspend(manager, { order_id: orderId, source: "edit", reference: `follow:${orderId}`, amount: money(0, currency), note }, at)

/** Nothing stands in the way any more. */
export async function forgetStuck(manager: SqlManager, orderId: string, at: Instant): Promise<void> {
  for (const beginning of ["follow:", "cancellation:"]) await closeItems(manager, orderId, beginning, "Medusa's order has followed", at)
}

/** An order's refunds that are due wait: longer each time, a day at most. */
export async function postponeRefunds(manager: SqlManager, orderId: string, why: string, at: Instant): Promise<void> {
  await manager.execute(
    `update escrow_refund set attempts = attempts + 1, last_error = ?, execute_after = ?::timestamptz + make_interval(mins => least(1440, power(2, least(attempts, 11))::int))
     where order_id = ? and state <> 'executed' and execute_after <= ?::timestamptz`,
    [why.slice(0, 500), at, orderId, at],
  )
}

/** What they waited for is over: those that were tried wait no longer. @param why only those that waited for this */
export async function resumeRefunds(manager: SqlManager, orderId: string, at: Instant, why?: string): Promise<void> {
  await manager.execute(
    `update escrow_refund set execute_after = ?::timestamptz
     where order_id = ? and state <> 'executed' and attempts > 0 and execute_after > ?::timestamptz and last_error = coalesce(?::text, last_error)`,
    [at, orderId, at, why ?? null],
  )
}

/** Orders in which something waits to be settled with Medusa: noted ones, enlarged ones just paid for, cancellations not followed, refunds that are due. */
export async function ordersToSettle(manager: SqlManager, at: Instant, limit: number): Promise<string[]> {
  const rows = await manager.execute<{ order_id: string }>(
    `select order_id from (
       (select order_id, attempts, created_at from escrow_followup order by attempts, created_at limit ?)
       union all (select s.order_id, 0, s.created_at from escrow_suspense s where s.state = 'open' and s.source = 'edit' and exists (
         select from escrow_capture c where c.order_id = s.order_id and c.created_at > s.created_at and c.created_at > clock_timestamp() - interval '10 minutes') limit ?)
       union all (select order_id, attempts, created_at from escrow_cancellation
         where followed_at is null and (follow_after is null or follow_after <= ?::timestamptz) order by attempts, created_at limit ?)
       union all (select order_id, attempts, created_at from escrow_refund
         where state <> 'executed' and execute_after <= ?::timestamptz and (leased_until is null or leased_until < clock_timestamp()) order by execute_after limit ?)
     ) waiting group by order_id order by min(attempts), min(created_at) limit ?`,
    [limit, limit, at, limit, at, limit, limit],
  )
  return rows.map((row) => row.order_id)
}

/** When the next refund may be executed; null when none waits but those under way. */
export async function nextRefund(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(execute_after) as at from escrow_refund where state <> 'executed' and (leased_until is null or leased_until < clock_timestamp())")
  return row?.at ? instantOf(row.at) : null
}

/** Notes orders of ours to be settled. */
export async function noteFollowups(manager: SqlManager, orderIds: string[]): Promise<void> {
  await manager.execute(
    `insert into escrow_followup (order_id) select order_id from escrow_order where order_id = any(array[?]::text[]) on conflict do nothing`, [orderIds],
  )
}

/**
 * Those of the rows found in Medusa that are new to us, each once, however often a sweep reads them again. Rows of orders
 * that are not in our books yet are left for the next time. What was seen a day ago is out of every sweep's reach.
 */
export async function unseen(manager: SqlManager, found: { id: string; order_id: string }[]): Promise<string[]> {
  await manager.execute("delete from escrow_seen where at < clock_timestamp() - interval '1 day'")
  const rows = await manager.execute<{ id: string }>(
    `insert into escrow_seen (id) select distinct f.id from unnest(array[?]::text[], array[?]::text[]) as f(id, order_id) join escrow_order o on o.order_id = f.order_id
     order by f.id on conflict do nothing returning id`,
    [found.map((row) => row.id), found.map((row) => row.order_id)],
  )
  const fresh = new Set(rows.map((row) => row.id))
  return [...new Set(found.filter((row) => fresh.has(row.id)).map((row) => row.order_id))]
}

export async function settleFollowup(manager: SqlManager, orderId: string, error: string | null): Promise<void> {
  if (error === null) await manager.execute("delete from escrow_followup where order_id = ?", [orderId])
  else await manager.execute("update escrow_followup set attempts = attempts + 1, last_error = ? where order_id = ?", [error.slice(0, 500), orderId])
}
