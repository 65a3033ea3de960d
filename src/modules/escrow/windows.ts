import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { extendedUntil, mustBeExtendable, mustStillListen } from "../../domain/consent-window"
import { refuse } from "../../domain/errors"
import { consentWindowMachine, parcelMachine, type WindowState } from "../../domain/escrow"
import { mustNotGoBack } from "./latest"
import { policyOf } from "./policies"
import { planReminders } from "./reminders"

export type Extension =
  /** The buyer's own, once, by the policy's days. */
  | { parcel_id: string; by: "buyer" }
  /** Granted by the merchant or an operator, with a reason. */
  | { parcel_id: string; by: "other"; days: number; reason: string }

type Row = { id: string; state: WindowState; due_at: string | null; policy_version: number; extended_by_buyer: boolean; delivery_evidence: string | null }

/**
 * Gives the buyer more time to answer for a parcel whose window is open; the end moves, nothing else.
 * @returns the new end. @throws row_not_found, wrong_state, consent_already_given, consent_window_closed, objection_open,
 * extension_used, tracking_not_stale, clock_goes_back
 */
export async function extendWindow(manager: SqlManager, extension: Extension, at: Instant, actor: Actor): Promise<Instant> {
  const { parcel_id } = extension
  await manager.execute("select id from escrow_parcel where id = ? for update", [parcel_id])
  const [row] = await manager.execute<Row>(
    `select w.id, w.state, w.due_at, w.policy_version, w.extended_by_buyer, p.delivery_evidence
     from consent_window w join escrow_parcel p on p.id = w.parcel_id where w.parcel_id = ?`,
    [parcel_id],
  )
  if (!row) refuse("row_not_found", { machine: parcelMachine.name, id: parcel_id })
  const due_at = row.due_at && instantOf(row.due_at)
  mustStillListen({ state: row.state, due_at }, parcel_id, at)
  const policy = await policyOf(manager, row.policy_version)
  if (extension.by === "buyer") mustBeExtendable({ ...row, id: parcel_id })

  const reason = extension.by === "buyer" ? "the buyer needs more time: the carrier never spoke" : extension.reason
  await moveWithin(manager, { table: "consent_window", history: "escrow_history", machine: consentWindowMachine, ids: [row.id], event: "extend", at, actor, reason })
  const until = extendedUntil(due_at ?? at, extension.by === "buyer" ? policy.extension_days : extension.days)
  await manager.execute(
    "update consent_window set due_at = ?::timestamptz, extended_by_buyer = extended_by_buyer or ? where id = ?",
    [until, extension.by === "buyer", row.id],
  )
  await mustNotGoBack(manager, parcel_id, at)
  await planReminders(manager, parcel_id, until, policy.reminder_hours, at)
  return until
}
