import { account } from "./chart"
import { journal, type Journal } from "./journal"
import type { Machine } from "./machine"
import { allocate, money, type Money } from "./money"

export type RefundState = "due" | "executing" | "executed" | "failed"
export type RefundEvent = "execute" | "succeed" | "fail"

/** Money owed back to the buyer, until the payment provider has sent it. A failed one is tried again. */
export const refundMachine: Machine<RefundState, RefundEvent> = {
  name: "refund",
  initial: "due",
  states: {
    due: { execute: "executing", succeed: "executed" }, // an operator's own refund in Medusa may pay it first
    executing: { succeed: "executed", fail: "failed" },
    failed: { execute: "executing", succeed: "executed" },
    executed: {},
  },
}

export type SuspenseState = "open" | "resolved"
export type SuspenseEvent = "resolve"

/** Something done in Medusa that no rule explains, until an operator says what it was. */
export const suspenseMachine: Machine<SuspenseState, SuspenseEvent> = {
  name: "suspense item",
  initial: "open",
  states: { open: { resolve: "resolved" }, resolved: {} },
}

export type Share = { account: string; amount: Money }
/** An account of an order, and how much of the order's money it still has. */
export type Source = { account: string; minor: number }

const owed = (order_id: string, shares: Share[]) =>
  shares.map(({ account: from, amount }) => ({ from, to: account.refundDue(order_id), amount }))

/** A part that will not be delivered is the buyer's money again. */
export const cancelPart = (cancellation: { id: string; order_id: string }, shares: Share[], reason: string): Journal =>
  journal(`cancel:${cancellation.id}`, "part_cancelled", reason, owed(cancellation.order_id, shares))

type OwedRefund = { id: string; order_id: string }

/** Part of what the hold keeps goes back to the buyer, before anything was released. */
export const oweHeldRefund = (refund: OwedRefund, shares: Share[], reason: string): Journal =>
  journal(`refund:${refund.id}:owed`, "refund_owed", reason, owed(refund.order_id, shares))

/** The merchant already has the money, so the merchant gives it back: below zero if it must, and netted from what comes next. */
export const oweReleasedRefund = (refund: OwedRefund, merchant_id: string, amount: Money, reason: string): Journal =>
  journal(`refund:${refund.id}:recourse`, "refund_recourse", reason, owed(refund.order_id, [{ account: account.payable(merchant_id), amount }]))

/** A refund that the payment provider has made, as Medusa recorded it. */
export type MadeRefund = { id: string; order_id: string; provider: string; amount: Money }

/** The payment provider has sent what was owed. */
export const refundExecuted = (made: MadeRefund, amount: Money): Journal =>
  journal(`refund:${made.id}`, "refund_executed", `refund of order ${made.order_id} executed`, [
    { from: account.refundDue(made.order_id), to: account.gateway(made.provider), amount },
  ])

/** Money went back to the buyer and no rule says whose it was: nobody's yet. */
export const refundUnexplained = (made: MadeRefund, amount: Money): Journal =>
  journal(`suspense:${made.id}`, "refund_unexplained", `a refund of order ${made.order_id} that no rule explains`, [
    { from: account.suspense("refunds"), to: account.gateway(made.provider), amount },
  ])

/** An operator has said whose the money of an unexplained refund was. */
export const suspenseResolved = (item: { id: string }, shares: Share[], reason: string): Journal =>
  journal(`suspense:${item.id}:resolved`, "suspense_resolved", reason, shares.map(({ account: from, amount }) => ({ from, to: account.suspense("refunds"), amount })))

/** What an edit added has been paid for: money that the order did not explain when it came is its shop's part's now, or the marketplace's own. */
export const growthFunded = (growth: { id: string; order_id: string }, shares: Share[]): Journal =>
  journal(`growth:${growth.id}`, "growth_funded", `order ${growth.order_id} was enlarged and paid for`, shares.map(
    ({ account: to, amount }) => ({ from: account.suspense("overpaid"), to, amount })))

/** The buyer paid more than the order is due: nobody is to have that money but the buyer. */
export const oweOverpaid = (refund: OwedRefund, amount: Money, reason: string): Journal =>
  oweHeldRefund(refund, [{ account: account.suspense("overpaid"), amount }], reason)

/** The bank took a payment back; what the order's accounts cannot give, the marketplace bears. */
export const chargebackTaken = (chargeback: { id: string; provider: string; order_id: string }, shares: Share[], fee: Money): Journal =>
  journal(`chargeback:${chargeback.id}`, "chargeback_taken", `payment of order ${chargeback.order_id} charged back`, [
    ...shares.map(({ account: from, amount }) => ({ from, to: account.gateway(chargeback.provider), amount })),
    { from: "platform:fees", to: account.gateway(chargeback.provider), amount: fee },
  ])

/** What a source gives: all that is known of it, with the amount in place of what it had. */
export type Given<From extends Source> = Omit<From, "minor"> & { amount: Money }

/** Takes `amount` from layers, the first before the second; within a layer pro rata to what each source still has. */
export function takeInOrder<From extends Source>(amount: Money, layers: From[][]): { shares: Given<From>[]; rest: Money } {
  let rest = amount.minor
  const shares: Given<From>[] = []
  for (const layer of layers) {
    const sources = layer.filter((source) => source.minor > 0)
    const used = Math.min(rest, sources.reduce((all, source) => all + source.minor, 0))
    if (used === 0) continue
    allocate(money(used, amount.currency), sources.map((source) => source.minor)).forEach((part, index) => {
      const source = sources[index]
      if (source && part.minor > 0) shares.push(given(source, part))
    })
    rest -= used
  }
  return { shares, rest: money(rest, amount.currency) }
}

const given = <From extends Source>({ minor: _had, ...from }: From, amount: Money): Given<From> => ({ ...from, amount })

/**
 * Whose money a refund was that an operator made on Medusa's order page: what the buyer paid beyond the order (`beyond`), the
 * holds' that still keep money (the only one, or all pro rata), then the marketplace's own income of the order; all of it, or
 * else it is not explained at all.
 * @returns the shares, or null when the money has already been released and an operator must say
 */
export function explainRefund(amount: Money, beyond: Source[], holds: Source[], own: Source[]): Share[] | null {
  const { shares, rest } = takeInOrder(amount, [beyond, holds, own])
  return rest.minor === 0 ? shares : null
}

/**
 * What Medusa's order says is owed to the buyer beyond what our books have made due, in minor units. `pending` is below zero
 * where Medusa owes. Less than a minor unit for each line is what Medusa does not round, and no difference.
 */
export function overOwed(pending: number, owed: number, lines: number): number {
  const over = -pending - owed
  return pending < 0 && over >= Math.max(1, lines) ? over : 0
}

/** What an order has outstanding before and after an edit of ours, as Medusa previews it: below zero where Medusa owes. */
export type EditPreview = { before: number; after: number; due: number; lines: number }

/**
 * What must be taken back from the buyer (above zero) or given (below zero) within an order edit of ours, so that Medusa owes by
 * it exactly what our books have made due, in minor units. Given only where nothing else is outstanding: else it would be a guess.
 * @returns null when taking units out would make the buyer owe more, which no credit line can explain
 */
export function editCorrection({ before, after, due, lines }: EditPreview): number | null {
  const fraction = Math.max(1, lines) // what Medusa does not round is no difference
  if (after - before >= fraction) return null
  const over = Math.max(0, -after) - Math.max(0, -before) - due
  return over >= fraction || (over <= -fraction && Math.abs(before) < fraction) ? over : 0
}

/** Whole hours from an order's becoming final to a seller's cancellation; null when it was never paid. */
export const hoursSinceFinal = (final: string | null, at: string): number | null =>
  final === null ? null : Math.max(0, Math.floor((Date.parse(at) - Date.parse(final)) / 3_600_000))
