import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { remindersFor } from "../../domain/consent-window"

export type Reminder = { parcel_id: string; order_id: string; hours_before: number; due_at: Instant }

/** Plans the reminders of a window that ends at `due_at`; one that was sent is not sent again when the end moves. */
export async function planReminders(manager: SqlManager, parcelId: string, due_at: Instant, hours: number[], at: Instant): Promise<void> {
  const planned = remindersFor(due_at, hours, at)
  await manager.execute(
    `insert into consent_reminder (parcel_id, hours_before, remind_at)
     select ?, * from unnest(array[?]::int[], array[?]::timestamptz[])
     on conflict (parcel_id, hours_before) do update set remind_at = excluded.remind_at, done_at = null where not consent_reminder.sent`,
    [parcelId, planned.map((each) => each.hours_before), planned.map((each) => each.remind_at)],
  )
}

/** When the next reminder is due; null when none is planned. */
export async function nextReminder(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(remind_at) as at from consent_reminder where done_at is null")
  return row?.at ? instantOf(row.at) : null
}

/**
 * Takes up to `limit` reminders due at `at`; two takers at once get different ones.
 * @returns how many were due, and those whose window is still open: the others need no reminder any more
 */
export async function takeReminders(manager: SqlManager, at: Instant, limit: number): Promise<{ due: number; open: Reminder[] }> {
  const rows = await manager.execute<Omit<Reminder, "due_at"> & { state: string; due_at: string | null }>(
    `select r.parcel_id, r.hours_before, p.order_id, w.state, w.due_at
     from consent_reminder r join escrow_parcel p on p.id = r.parcel_id join consent_window w on w.parcel_id = r.parcel_id
     where r.done_at is null and r.remind_at <= ?::timestamptz order by r.remind_at, r.parcel_id limit ? for update of r skip locked`,
    [at, limit],
  )
  const open = rows.flatMap(({ state, due_at, ...row }) =>
    state === "open" && due_at !== null && instantOf(due_at) > at ? [{ ...row, due_at: instantOf(due_at) }] : [],
  )
  const openIds = new Set(open.map((row) => `${row.parcel_id}/${row.hours_before}`))
  await manager.execute(
    `update consent_reminder r set done_at = ?::timestamptz, sent = t.sent
     from unnest(array[?]::text[], array[?]::int[], array[?]::boolean[]) as t(parcel_id, hours_before, sent)
     where r.parcel_id = t.parcel_id and r.hours_before = t.hours_before`,
    [at, rows.map((row) => row.parcel_id), rows.map((row) => row.hours_before), rows.map((row) => openIds.has(`${row.parcel_id}/${row.hours_before}`))],
  )
  return { due: rows.length, open }
}
