import { instantOf, instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import { addToInstant, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { goneFrom } from "../../domain/verification"
import { closeShops, holdOpenShopsOf } from "./closing"
import { dropReminders } from "./expiry"
import { moveMerchant } from "./review"
import { lockFile, type Moment } from "./standing"
import { startShopsOf, stopShopsOf } from "./stops"
import { rulesInForce } from "./verification-rules"

/** What is still blocked is looked at again after so long, without anybody asking. */
const LOOK_AGAIN_HOURS = 6

/**
 * A merchant begins to leave (O9): from this instant its shops sell nothing new, those it might still open neither. What
 * was bought before goes on to its end. @throws merchant_not_found, wrong_state
 */
export async function startLeaving(manager: SqlManager, id: string, moment: Moment, actor: Actor): Promise<void> {
  await lockFile(manager, id)
  await moveMerchant(manager, id, "leave", moment, actor)
  const { rules } = await rulesInForce(manager)
  await manager.execute("update pasaj_merchant set leaving_since = ?::timestamptz, leaving_due_at = ?::timestamptz where id = ?", [moment.at, goneFrom(moment.at, rules), id])
  await stopShopsOf(manager, [id], "leaving")
}

/** It thinks again: its shops sell as before. @throws merchant_not_found, wrong_state */
export async function stayOn(manager: SqlManager, id: string, moment: Moment, actor: Actor): Promise<void> {
  await lockFile(manager, id)
  await moveMerchant(manager, id, "stay", moment, actor)
  await manager.execute("update pasaj_merchant set leaving_since = null, leaving_due_at = null where id = ?", [id])
  await startShopsOf(manager, id, "leaving")
}

/**
 * The merchant is gone: its shops are closed for good. Its row must be locked, and nothing may be held, owed or in a case;
 * whoever calls has looked, in this transaction. From now on its identity is kept for the time that the rules say.
 * @throws wrong_state
 */
export async function finishLeaving(manager: SqlManager, id: string, moment: Moment, actor: Actor): Promise<void> {
  await moveMerchant(manager, id, "finish_leaving", moment, actor)
  await manager.execute("update pasaj_merchant set leaving_due_at = null where id = ?", [id])
  await closeShops(manager, await holdOpenShopsOf(manager, id), "its merchant has left", moment.at, actor)
  await dropReminders(manager, id)
}

/** Refuses whoever has not waited long enough. @throws leaving_too_soon */
export async function mustHaveWaited(manager: SqlManager, since: string | null, at: Instant): Promise<void> {
  const { rules } = await rulesInForce(manager)
  const from = goneFrom(since === null ? at : instantOf(since), rules)
  if (from > at) refuse("leaving_too_soon", { from })
}

/** Those of `ids` that are leaving. */
export async function leavingAmong(manager: SqlManager, ids: string[]): Promise<Set<string>> {
  const rows = await manager.execute<{ id: string }>("select id from pasaj_merchant where id = any(array[?]::text[]) and state = 'leaving'", [ids])
  return new Set(rows.map(({ id }) => id))
}

/** @throws merchant_leaving */
export async function mustNotLeave(manager: SqlManager, id: string): Promise<void> {
  if ((await leavingAmong(manager, [id])).has(id)) refuse("merchant_leaving")
}

/** Merchants that may be gone at `at`, if nothing blocks them. */
export async function dueLeavings(manager: SqlManager, at: Instant, most: number): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>(
    "select id from pasaj_merchant where leaving_due_at <= ?::timestamptz order by leaving_due_at, id limit ?", [at, most],
  )
  return rows.map(({ id }) => id)
}

export async function nextLeaving(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(leaving_due_at) as at from pasaj_merchant where leaving_due_at is not null")
  return instantOrNull(row?.at ?? null)
}

export async function lookAgain(manager: SqlManager, id: string, at: Instant): Promise<void> {
  await manager.execute("update pasaj_merchant set leaving_due_at = ?::timestamptz where id = ?", [addToInstant(at, { hours: LOOK_AGAIN_HOURS }), id])
}
