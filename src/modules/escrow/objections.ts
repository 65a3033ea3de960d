import { instantOf, minorOf } from "../../adapters/columns"
import { failpoint } from "../../adapters/failpoint"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { laterOf, mustStillListen, remainingMs, resumedUntil } from "../../domain/consent-window"
import { releaseParcel } from "../../domain/custody-journals"
import { mustBeDelivered, refundCase, sharesOf, type ObjectionReason, type Verdict } from "../../domain/dispute"
import { refuse } from "../../domain/errors"
import { consentWindowMachine, parcelMachine, type ParcelState, type WindowState } from "../../domain/escrow"
import { mustBeWithdrawable } from "../../domain/withdrawal"
import { finish } from "./consent"
import { mustNotGoBack } from "./latest"
import { arrive } from "./parcels"
import { policyOf } from "./policies"
import { dueRefund } from "./refunds"
import { planReminders } from "./reminders"
import { linesIn } from "./withdrawal"

const history = "escrow_history"

export type DisputedParcel = { parcel_id: string; state: ParcelState; order_id: string; shop_order_id: string; merchant_id: string; currency: string; amount_minor: number; hold_id: string }
type Window = { id: string; state: WindowState; opened_at: Instant | null; due_at: Instant | null; remaining_ms: number | null; policy_version: number }

/** Locks a parcel and its window, then reads them: what another has just changed is seen. @throws row_not_found */
async function lockParcel(manager: SqlManager, id: string): Promise<{ parcel: DisputedParcel; window: Window }> {
  const [row] = await manager.execute<Omit<DisputedParcel, "amount_minor"> & { amount_minor: string }>(
    "select id as parcel_id, state, order_id, shop_order_id, merchant_id, currency, amount_minor, hold_id from escrow_parcel where id = ? for update", [id],
  )
  const [window] = await manager.execute<{ id: string; state: WindowState; opened_at: string | null; due_at: string | null; remaining_ms: string | null; policy_version: number }>(
    "select id, state, opened_at, due_at, remaining_ms, policy_version from consent_window where parcel_id = ? for update", [id],
  )
  if (!row || !window) refuse("row_not_found", { machine: parcelMachine.name, id })
  return {
    parcel: { ...row, amount_minor: minorOf(row.amount_minor) },
    window: { ...window, opened_at: window.opened_at && instantOf(window.opened_at), due_at: window.due_at && instantOf(window.due_at), remaining_ms: window.remaining_ms === null ? null : Number(window.remaining_ms) },
  }
}

/**
 * An objection stops the parcel's clock; the time that was left is kept (K4). Before the parcel has come there is none to
 * keep: all of it is still to be had. A case must be opened in the same transaction. @throws row_not_found, wrong_state, consent_already_given, consent_window_closed, objection_open,
 * withdrawal_exempt, clock_goes_back
 */
export async function pauseWindow(manager: SqlManager, parcelId: string, reason: ObjectionReason, at: Instant, actor: Actor): Promise<DisputedParcel> {
  const { parcel, window } = await lockParcel(manager, parcelId)
  mustStillListen(window, parcelId, at)
  if (parcel.state === "lost") refuse("wrong_state", { machine: parcelMachine.name, state: parcel.state, event: "object" }) // its case is open
  if (reason === "no_longer_wanted") mustBeWithdrawable(await linesIn(manager, parcelId))
  await moveWithin(manager, { table: "consent_window", history, machine: consentWindowMachine, ids: [window.id], event: "pause", at, actor })
  await manager.execute(
    "update consent_window set remaining_ms = ?, due_at = null where id = ?",
    [window.due_at === null ? null : remainingMs(window.due_at, laterOf(window.opened_at, at)), window.id],
  )
  await mustNotGoBack(manager, parcelId, at)
  failpoint("objection-before-commit")
  return parcel
}

/**
 * A withdrawn objection: the window goes on with the time that was left, or waits for the delivery as before.
 * @returns the parcel, for one that is lost needs a case still. @throws row_not_found, wrong_state, clock_goes_back
 */
export async function resumeWindow(manager: SqlManager, parcelId: string, at: Instant, actor: Actor): Promise<DisputedParcel> {
  const { parcel, window } = await lockParcel(manager, parcelId)
  const move = { table: "consent_window", history, machine: consentWindowMachine, ids: [window.id], at, actor }
  if (window.remaining_ms === null) {
    await moveWithin(manager, { ...move, event: "wait" })
    await mustNotGoBack(manager, parcelId, at)
    return parcel
  }
  const due_at = resumedUntil(at, window.remaining_ms)
  await manager.execute("update consent_window set due_at = ?::timestamptz, remaining_ms = null where id = ? and state = 'paused'", [due_at, window.id])
  await moveWithin(manager, { ...move, event: "resume" })
  await planReminders(manager, parcelId, due_at, (await policyOf(manager, window.policy_version)).reminder_hours, at)
  await mustNotGoBack(manager, parcelId, at)
  return parcel
}

/** The carrier has lost a parcel. A case must be opened in the same transaction. @throws row_not_found, wrong_state, clock_goes_back */
export async function loseParcel(manager: SqlManager, parcelId: string, note: string, at: Instant, actor: Actor): Promise<DisputedParcel> {
  const { parcel } = await lockParcel(manager, parcelId)
  await moveWithin(manager, { table: "escrow_parcel", history, machine: parcelMachine, ids: [parcelId], event: "lose", at, actor, reason: note })
  await mustNotGoBack(manager, parcelId, at)
  return parcel
}

const parcelEvents = { merchant: "release", buyer: "refund", split: "split" } as const

/**
 * A case about a parcel is decided: its money goes to the merchant, becomes due to the buyer, or is shared; window,
 * parcel, hold and shop order follow, all in the caller's transaction. One that is not known to have arrived can only be
 * given back (K17).
 * @returns what goes back, in minor units. @throws row_not_found, wrong_state, verdict_needs_delivery, verdict_amount_wrong, account_overdrawn, clock_goes_back
 */
export async function decideParcel(manager: SqlManager, caseId: string, parcelId: string, verdict: Verdict, at: Instant, actor: Actor): Promise<number> {
  // The refund will refer to the order, which everybody locks before its parcels.
  await manager.execute("select order_id from escrow_order where order_id = (select order_id from escrow_parcel where id = ?) for no key update", [parcelId])
  const { parcel, window } = await lockParcel(manager, parcelId)
  mustBeDelivered(verdict, { id: parcelId, state: parcel.state })
  const { refund, release } = sharesOf(verdict, { minor: parcel.amount_minor, currency: parcel.currency })
  await moveWithin(manager, { table: "consent_window", history, machine: consentWindowMachine, ids: [window.id], event: "decide", at, actor, stamp: "closed_at" })
  await manager.execute("select id from escrow_hold where id = ? for update", [parcel.hold_id])
  await moveWithin(manager, {
    table: "escrow_parcel", history, machine: parcelMachine, ids: [parcelId], event: parcelEvents[verdict.for], at, actor, reason: `case ${caseId}`,
  })
  const { hold_id, order_id, merchant_id, shop_order_id } = parcel
  await arrive(manager, parcelId, at, actor)
  await finish(manager, [hold_id], at, actor)
  if (refund.minor > 0) {
    await dueRefund(manager, { order_id, shop_order_id, amount: refund, reason: "the case was decided for the buyer", reference: caseId, execute_after: at })
  }
  await postWithin(manager, [
    ...(refund.minor > 0 ? [refundCase({ case_id: caseId, hold_id, order_id, amount: refund })] : []),
    ...(release.minor > 0 ? [releaseParcel({ id: parcelId, hold_id, merchant_id, amount: release }, "decided")] : []),
  ], at)
  await mustNotGoBack(manager, parcelId, at)
  failpoint("verdict-before-commit")
  return refund.minor
}
