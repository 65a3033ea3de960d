import { instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { dayOf, type Day, type Instant } from "../../domain/calendar"
import { expiriesOf, remindersOf, type Given, type Item, type VerificationRules } from "../../domain/verification"
import type { Moment } from "./standing"
import { startShopsOf, stopShopsOf } from "./stops"

/**
 * Writes down what is to be done about each paper of a merchant that has an end, in place of what was written before, and
 * opens the shops again that an expiry had stopped once nothing is expired any more. The merchant's row must be locked.
 */
export async function scheduleReminders(
  manager: SqlManager, merchantId: string, given: Pick<Given, "fields" | "documents">, rules: VerificationRules, { at, zone }: Moment,
): Promise<void> {
  const expiries = expiriesOf(given)
  const rows = expiries.flatMap(({ item, expires_on }) => remindersOf(expires_on, rules, zone, at).map((reminder) => ({ item, expires_on, ...reminder })))
  await manager.execute(
    `delete from verification_reminder r where merchant_id = ? and done_at is null
       and not exists (select from unnest(array[?]::text[], array[?]::text[]) as e(item, expires_on) where e.item = r.item and e.expires_on = r.expires_on)`,
    [merchantId, expiries.map(({ item }) => item), expiries.map(({ expires_on }) => expires_on)],
  )
  await manager.execute(
    `insert into verification_reminder (merchant_id, item, expires_on, act, days, due_at)
     select ?, r.* from unnest(array[?]::text[], array[?]::text[], array[?]::text[], array[?]::int[], array[?]::timestamptz[]) as r
     on conflict do nothing`,
    [
      merchantId, rows.map(({ item }) => item), rows.map(({ expires_on }) => expires_on), rows.map(({ act }) => act), rows.map(({ days }) => days),
      rows.map(({ due_at }) => due_at),
    ],
  )
  const today = dayOf(at, zone)
  if (expiries.every(({ expires_on }) => expires_on >= today)) await startShopsOf(manager, merchantId, "verification_expired")
}

export type DueReminder = { merchant_id: string; item: Item; expires_on: Day; act: "remind" | "expire" | "stop"; days: number }

/**
 * Takes what is due at `at` for up to `most` merchants, whose rows it locks first, as everybody does. Where the grace is
 * over, the merchant's shops stop.
 * @returns what was taken; none when no merchant that is not being worked on elsewhere has anything due
 */
export async function takeReminders(manager: SqlManager, at: Instant, most: number): Promise<DueReminder[]> {
  const merchants = await manager.execute<{ id: string }>(
    `select id from pasaj_merchant where id in (
       select merchant_id from (
         select merchant_id, min(due_at) as due_at from verification_reminder where done_at is null and due_at <= ?::timestamptz group by merchant_id
       ) due order by due_at, merchant_id limit ?
     ) order by id for update skip locked`,
    [at, most],
  )
  if (merchants.length === 0) return []
  const taken = await manager.execute<DueReminder>(
    `update verification_reminder r set done_at = ?::timestamptz from pasaj_merchant m
     where m.id = r.merchant_id and m.id = any(array[?]::text[]) and r.done_at is null and r.due_at <= ?::timestamptz
     returning r.merchant_id, r.item, r.expires_on, r.act, r.days`,
    [at, merchants.map(({ id }) => id), at],
  )
  const stopped = [...new Set(taken.filter(({ act }) => act === "stop").map(({ merchant_id }) => merchant_id))]
  if (stopped.length > 0) await stopShopsOf(manager, stopped, "verification_expired")
  return taken
}

/** When the next reminder, expiry or stop is due. */
export async function nextReminder(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(due_at) as at from verification_reminder where done_at is null")
  return instantOrNull(row?.at ?? null)
}

/** A merchant that is gone is reminded of nothing. */
export async function dropReminders(manager: SqlManager, merchantId: string): Promise<void> {
  await manager.execute("delete from verification_reminder where merchant_id = ? and done_at is null", [merchantId])
}
