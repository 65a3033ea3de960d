import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"

/** What a duty found half-done, and finished or took back. `subject` is the row's id. */
export type Mended = { duty: string; subject: string; what: string }
export type RepairReport = Mended & { id: number; at: Instant }

/** Notes what was mended, for people to read. */
export async function noteMended(manager: SqlManager, mended: Mended[], at: Instant): Promise<void> {
  if (mended.length === 0) return
  await manager.execute(
    `insert into repair_report (at, duty, subject, what)
     select ?::timestamptz, m.* from unnest(array[?]::text[], array[?]::text[], array[?]::text[]) as m(duty, subject, what)`,
    [at, mended.map((each) => each.duty), mended.map((each) => each.subject), mended.map((each) => each.what)],
  )
}

/** What waits between an order and Medusa: cancellations that its order does not know of, and refunds that are due. */
export async function unsettled(manager: SqlManager, orderId: string, at: Instant): Promise<{ cancellations: number; refunds: number }> {
  const [row] = await manager.execute<{ cancellations: number; refunds: number }>(
    `select (select count(*)::int from escrow_cancellation where order_id = ? and followed_at is null) as cancellations,
       (select count(*)::int from escrow_refund where order_id = ? and state <> 'executed' and execute_after <= ?::timestamptz) as refunds`,
    [orderId, orderId, at],
  )
  return row ?? { cancellations: 0, refunds: 0 }
}

/** The latest reports, newest first; `before` is the id of the last one seen. */
export async function repairReports(manager: SqlManager, limit: number, before?: number): Promise<RepairReport[]> {
  const rows = await manager.execute<Omit<RepairReport, "id" | "at"> & { id: string; at: string }>(
    "select id, at, duty, subject, what from repair_report where id < ? order by id desc limit ?",
    [before ?? Number.MAX_SAFE_INTEGER, limit],
  )
  return rows.map((row) => ({ ...row, id: minorOf(row.id), at: instantOf(row.at) }))
}
