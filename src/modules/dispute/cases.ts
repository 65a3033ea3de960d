import { generateEntityId } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { caseMachine, type CaseKind, type Verdict } from "../../domain/dispute"

/** The parcel a case is about. Its row is locked by whoever opens or closes one, before the case's own. */
export type Disputed = { parcel_id: string; order_id: string; merchant_id: string; currency: string; amount_minor: number }
export type Complaint = { kind: CaseKind; reason: string; text: string }

const history = "dispute_history"

/** Opens a case about a locked parcel. @returns its id */
export async function openCase(manager: SqlManager, disputed: Disputed, { kind, reason, text }: Complaint, at: Instant): Promise<string> {
  const id = generateEntityId(undefined, "case")
  await manager.execute(
    `insert into dispute_case (id, parcel_id, order_id, merchant_id, state, kind, reason, text, currency, amount_minor, opened_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz)`,
    [id, disputed.parcel_id, disputed.order_id, disputed.merchant_id, caseMachine.initial, kind, reason, text, disputed.currency, disputed.amount_minor, at],
  )
  return id
}

/** The open case about a parcel, if there is one. */
export async function openCaseOf(manager: SqlManager, parcelId: string): Promise<{ id: string; kind: CaseKind } | null> {
  const [row] = await manager.execute<{ id: string; kind: CaseKind }>("select id, kind from dispute_case where parcel_id = ? and state = 'opened'", [parcelId])
  return row ?? null
}

/** The case is over without a verdict. @throws row_not_found, wrong_state */
export async function withdrawCase(manager: SqlManager, id: string, reason: string, at: Instant, actor: Actor): Promise<void> {
  await moveWithin(manager, { table: "dispute_case", history, machine: caseMachine, ids: [id], event: "withdraw", at, actor, reason, stamp: "closed_at" })
}

export type Ruling = { case_id: string; verdict: Verdict; refund_minor: number; note: string }

/**
 * The operator's verdict, final at once; `refund_minor` is what goes back to the buyer. It may be more than was at stake when the
 * case opened, for a chargeback that is won gives a parcel its money back. @throws row_not_found, wrong_state
 */
export async function decideCase(manager: SqlManager, ruling: Ruling, at: Instant, actor: Actor): Promise<void> {
  const { case_id, verdict, refund_minor, note } = ruling
  await manager.execute("select id from dispute_case where id = ? for update", [case_id])
  await manager.execute(
    "update dispute_case set verdict = ?, refund_minor = ?, amount_minor = greatest(amount_minor, ?), note = ? where id = ? and state = 'opened'",
    [verdict.for, refund_minor, refund_minor, note, case_id],
  )
  await moveWithin(manager, { table: "dispute_case", history, machine: caseMachine, ids: [case_id], event: "decide", at, actor, reason: note, stamp: "closed_at" })
}
