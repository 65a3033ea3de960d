import { instantOf, instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { system } from "../../domain/actor"
import { startOfDay, type Day, type Instant } from "../../domain/calendar"
import { leaseMachine, type LeaseEvent, type LeaseState } from "../../domain/rental"
import { scheduleLease, type Moment } from "./lease-rows"

const calendarClock = system("calendar")

type Due = { id: string; state: LeaseState; ends_on: Day; leaving: boolean }

/** What a due lease does: it turns to its next plan, leaves, lapses into grace, or ends with it. */
function eventOf({ state, ends_on, leaving }: Due, { at, zone }: Moment): Exclude<LeaseEvent, "pay"> | "turn" {
  if (state === "past_due") return "end"
  if (startOfDay(ends_on, zone) > at) return "turn"
  return leaving ? "leave" : "lapse"
}

/**
 * Moves a chunk of the leases whose time has come: another plan's term begins, the paid time is over (in grace it still sells,
 * unless it leaves), or grace is. A lease that lay still through several is found again by the next chunk. One that is due to be
 * renewed from its merchant's balance waits until that was tried: a stop of any length takes no renewal away (K9).
 * @returns how many moved
 */
export async function endDue(manager: SqlManager, moment: Moment, limit: number): Promise<number> {
  const { at } = moment
  const rows = await manager.execute<Due>(
    `select id, state, ends_on::text, leaving from shop_lease where due_at <= ?::timestamptz and (renew_at is null or renew_at > ?::timestamptz)
     order by due_at, id limit ? for update skip locked`,
    [at, at, limit],
  )
  const due = new Map<string, string[]>()
  for (const row of rows) {
    const event = eventOf(row, moment)
    due.set(event, [...(due.get(event) ?? []), row.id])
  }
  const move = { table: "shop_lease", history: "rental_history", machine: leaseMachine, at, actor: calendarClock }
  const of = (event: string): string[] => due.get(event) ?? []

  await moveWithin(manager, { ...move, ids: of("lapse"), event: "lapse", reason: "the paid time is over" })
  await manager.execute("update shop_lease set due_at = closes_at, remind_at = null where id = any(array[?]::text[])", [of("lapse")])
  await moveWithin(manager, { ...move, ids: of("end"), event: "end", reason: "grace is over" })
  await moveWithin(manager, { ...move, ids: of("leave"), event: "leave", reason: "it was to end with the paid time" })
  // Its shop was told until when it sells; that time has come, and what the shop does about it is found by that.
  await manager.execute(
    "update shop_lease set due_at = null, remind_at = null, renew_at = null where id = any(array[?]::text[])",
    [[...of("end"), ...of("leave")]],
  )
  for (const id of of("turn")) await scheduleLease(manager, id, moment)
  await manager.execute("update shop_lease set tell_at = clock_timestamp() where id = any(array[?]::text[])", [of("turn")])
  return rows.length
}
/** The earliest instant at which a lease moves by time. */
export async function nextLeaseDue(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(due_at) as at from shop_lease where due_at is not null")
  return row?.at ? instantOf(row.at) : null
}

export type Untold = { id: string; late: boolean; ended: boolean }

/**
 * Claims leases whose shops have not been told of their last change, by putting the next attempt off for a real minute.
 * `late`: whoever made the change should have told, and stopped before it did. `ended`: the shop must be closed.
 */
export async function claimUntold(manager: SqlManager, limit: number): Promise<Untold[]> {
  return manager.execute<Untold>(
    `update shop_lease l set tell_at = clock_timestamp() + interval '1 minute' from (
       select id, state <> 'ended' or tell_at < clock_timestamp() - interval '10 seconds' as late, state = 'ended' as ended
       from shop_lease where tell_at <= clock_timestamp() order by tell_at, id limit ? for update skip locked
     ) due where l.id = due.id returning l.id, due.late, due.ended`,
    [limit],
  )
}

/** The shop knows of the lease's change number `changes`; a change that came meanwhile is still to be told. */
export const told = (manager: SqlManager, leaseId: string, changes: number): Promise<void> => toldMany(manager, [{ id: leaseId, changes }])

export type Known = { id: string; changes: number }

export async function toldMany(manager: SqlManager, leases: Known[]): Promise<void> {
  await manager.execute(
    "update shop_lease l set tell_at = null from unnest(array[?]::text[], array[?]::int[]) as k(id, changes) where l.id = k.id and l.changes = k.changes",
    [leases.map((lease) => lease.id), leases.map((lease) => lease.changes)],
  )
}

/** How often leases have changed. */
export const changesOf = (manager: SqlManager, leaseIds: string[]): Promise<Known[]> =>
  manager.execute<Known>("select id, changes from shop_lease where id = any(array[?]::text[])", [leaseIds])

/** What a shop must know of its leases: until when it sells, and how often they have changed. Null before anything was paid. */
export type ShopTerms = { closes_at: Instant | null; changes: number }

/** By shop. The live lease counts; where none lives, the last one that was. */
export async function termsOfShops(manager: SqlManager, shopIds: string[]): Promise<(ShopTerms & { shop_id: string })[]> {
  const rows = await manager.execute<{ shop_id: string; closes_at: string | null; changes: number }>(
    `select s.shop_id, c.closes_at, c.changes from unnest(array[?]::text[]) as s(shop_id) cross join lateral (
       select (array_agg(closes_at order by (state <> 'ended') desc, closes_at desc) filter (where closes_at is not null))[1] as closes_at,
         coalesce(sum(changes), 0)::int as changes from shop_lease l where l.shop_id = s.shop_id) c`,
    [shopIds],
  )
  return rows.map((row) => ({ ...row, closes_at: instantOrNull(row.closes_at) }))
}
