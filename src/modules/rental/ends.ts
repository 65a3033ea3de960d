import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { system } from "../../domain/actor"
import type { Day, Instant } from "../../domain/calendar"
import { leaseMachine, openUntil, rentPolicy, type LeaseState } from "../../domain/rental"
import type { Moment } from "./leases"

const calendarClock = system("calendar")

/**
 * Moves a chunk of the leases whose time has come: the paid time is over (in grace it still sells), or grace is. A lease
 * that lay still through both is found again by the next chunk.
 * @returns how many moved
 */
export async function endDue(manager: SqlManager, { at, zone }: Moment, limit: number): Promise<number> {
  const rows = await manager.execute<{ id: string; state: LeaseState; ends_on: Day }>(
    `select id, state, ends_on::text from shop_lease where due_at <= ?::timestamptz order by due_at, id limit ? for update skip locked`,
    [at, limit],
  )
  const ending = rows.filter((row) => row.state === "past_due").map((row) => row.id)
  const lapsing = rows.filter((row) => row.state !== "past_due")
  const move = { table: "shop_lease", history: "rental_history", machine: leaseMachine, at, actor: calendarClock }

  await moveWithin(manager, { ...move, ids: lapsing.map((row) => row.id), event: "lapse", reason: "the paid time is over" })
  await manager.execute(
    "update shop_lease l set due_at = n.due_at from unnest(array[?]::text[], array[?]::timestamptz[]) as n(id, due_at) where l.id = n.id",
    [lapsing.map((row) => row.id), lapsing.map((row) => openUntil(row.ends_on, rentPolicy, zone))],
  )
  await moveWithin(manager, { ...move, ids: ending, event: "end", reason: "grace is over" })
  await manager.execute(
    "update shop_lease set due_at = null, changes = changes + 1, tell_at = clock_timestamp() where id = any(array[?]::text[])",
    [ending],
  )
  return rows.length
}

/** The earliest instant at which a lease moves by time. */
export async function nextLeaseDue(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(due_at) as at from shop_lease where due_at is not null")
  return row?.at ? instantOf(row.at) : null
}

/**
 * Claims leases whose shops have not been told of their last change, by putting the next attempt off for a real minute.
 * `late`: whoever made the change should have told, and stopped before it did.
 */
export async function claimUntold(manager: SqlManager, limit: number): Promise<{ id: string; late: boolean }[]> {
  return manager.execute<{ id: string; late: boolean }>(
    `update shop_lease l set tell_at = clock_timestamp() + interval '1 minute' from (
       select id, state <> 'ended' or tell_at < clock_timestamp() - interval '10 seconds' as late
       from shop_lease where tell_at <= clock_timestamp() order by tell_at, id limit ? for update skip locked
     ) due where l.id = due.id returning l.id, due.late`,
    [limit],
  )
}

/** The shop knows of the lease's change number `changes`; a change that came meanwhile is still to be told. */
export async function told(manager: SqlManager, leaseId: string, changes: number): Promise<void> {
  await manager.execute("update shop_lease set tell_at = null where id = ? and changes = ?", [leaseId, changes])
}
