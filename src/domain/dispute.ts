import { account } from "./chart"
import { refuse } from "./errors"
import type { ParcelState } from "./escrow"
import { journal, type Journal } from "./journal"
import type { Machine } from "./machine"
import { money, type Money } from "./money"

export type CaseState = "opened" | "decided" | "withdrawn"
export type CaseEvent = "decide" | "withdraw"

/** A case about one parcel: from the objection (or the loss) to the operator's verdict, which is final at once. */
export const caseMachine: Machine<CaseState, CaseEvent> = {
  name: "case",
  initial: "opened",
  states: { opened: { decide: "decided", withdraw: "withdrawn" }, decided: {}, withdrawn: {} },
}

export type CaseKind = "objection" | "loss"

/** Why a buyer may object. `no_longer_wanted` is the withdrawal without a reason, from which products may be exempt. */
export const objectionReasons = [
  "differs_from_listing", "wrong_item", "colour_differs", "size_differs", "count_differs", "used_item", "non_genuine", "contraband",
  "price_above_printed", "structural_defect", "damaged", "device_locked", "warranty_faulty", "warranty_card_missing", "not_received", "no_longer_wanted", "other",
] as const
export type ObjectionReason = (typeof objectionReasons)[number]

/** Whom the verdict is for; a split gives back `refund_minor` and releases the rest. */
export type Verdict = { for: "merchant" | "buyer" | "split"; refund_minor?: number }

/** How a verdict shares out a parcel's amount. @throws verdict_amount_wrong */
export function sharesOf(verdict: Verdict, amount: Money): { refund: Money; release: Money } {
  const { refund_minor } = verdict
  const wrong = () => refuse("verdict_amount_wrong", { most: Math.max(0, amount.minor - 1), refund_minor: refund_minor ?? "nothing" })
  if (verdict.for !== "split" && refund_minor !== undefined) wrong()
  if (verdict.for === "split" && (refund_minor === undefined || refund_minor < 1 || refund_minor >= amount.minor)) wrong()
  const refund = verdict.for === "merchant" ? 0 : verdict.for === "buyer" ? amount.minor : (refund_minor ?? 0)
  return { refund: money(refund, amount.currency), release: money(amount.minor - refund, amount.currency) }
}

/** Nothing of a parcel can be the merchant's before its delivery is recorded (K17). @throws verdict_needs_delivery */
export function mustBeDelivered(verdict: Verdict, parcel: { id: string; state: ParcelState }): void {
  if (verdict.for !== "buyer" && (parcel.state === "handed_over" || parcel.state === "lost")) refuse("verdict_needs_delivery", { id: parcel.id })
}

export type CaseRefund = { case_id: string; hold_id: string; order_id: string; amount: Money }

/** A final case gives the buyer's money back out of the hold, where it still is: from here on it is due to the buyer. */
export const refundCase = ({ case_id, hold_id, order_id, amount }: CaseRefund, count = 1): Journal =>
  journal(`case:${case_id}:refund:${count}`, "case_refunded", "the case was decided for the buyer", [
    { from: account.hold(hold_id), to: account.refundDue(order_id), amount },
  ])
