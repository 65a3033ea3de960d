import type { MedusaContainer } from "@medusajs/framework/types"
import { refundPaymentWorkflow } from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import { toMedusa } from "../../adapters/medusa-money"
import type { Instant } from "../../domain/calendar"
import { errors } from "../../domain/errors"
import { money } from "../../domain/money"
import { refundMark } from "../../domain/provider-answers"
import { outcomeOf } from "../../domain/provider-outcome"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { bookRefund } from "../../modules/escrow/adoption"
import { isUnanswered, queueDoubts, queueUnanswered, type Attempt } from "../../modules/escrow/doubts"
import { postponeRefunds, resumeRefunds } from "../../modules/escrow/following"
import { takenByBanks } from "../../modules/escrow/refund-reads"
import { claimRefund, failRefund, madeRefunds, waitingRefunds, type WaitingRefund } from "../../modules/escrow/refunds"
import type EscrowModuleService from "../../modules/escrow/service"
import { bookOrderWorkflow } from "../escrow/book-order"
import { byUs, isDoubtful, readMedusaOrder, type MedusaOrder } from "./medusa-order"
import { openChange } from "./open-changes"
import { noteSent } from "./order-notes"
import { readyForRefund } from "./owe-in-medusa"

const escrowOf = (container: MedusaContainer) => container.resolve<EscrowModuleService>(PASAJ_ESCROW)

/** The mark on Medusa's refund by which it is known as ours, whatever stopped us after it. */
export const noteOf = (refundId: string): string => `${refundMark}${refundId}`
const refundIn = (note: string): string | undefined => (note.startsWith(refundMark) ? /^\w+/.exec(note.slice(refundMark.length))?.[0] : undefined)

/**
 * Books every refund that Medusa has made and our books lack: our own, and those of an operator. One that no provider has answered
 * for is none yet; when that lasts, an operator says what became of it. @returns whether all are known
 */
export async function bookMadeRefunds(container: MedusaContainer, order: MedusaOrder, at: Instant): Promise<boolean> {
  const all = order.payments.flatMap((payment) => payment.refunds)
  const known = await escrowOf(container).within((manager) => madeRefunds(manager, all.map((made) => made.id)))
  const fresh = all.filter((made) => !known.has(made.id))
  // What a payment brought stands in our books before what was given back of it, whichever event came first.
  if (fresh.length > 0) await bookOrderWorkflow(container).run({ input: { order_id: order.id, at } })
  for (const made of fresh) await escrowOf(container).within((manager) => bookRefund(manager, made, refundIn(made.note) ?? null, at))
  return askAboutDoubts(container, order, at)
}

/** Puts the refunds that no provider has answered for into the operators' queue, once they are old enough. @returns whether none is younger */
async function askAboutDoubts(container: MedusaContainer, { payments }: MedusaOrder, at: Instant): Promise<boolean> {
  const young = await escrowOf(container).within((manager) => queueDoubts(manager, payments.flatMap((payment) => payment.doubts), at))
  return young.length === 0
}

/**
 * Executes an order's refunds that are due, by Medusa's payments: the intent stands as `executing` before the provider is
 * asked, and what Medusa has made already is never made again. While a provider has not answered for one, whoever asked, the
 * others wait too; when it never answers, for an operator's word.
 * @returns whether none is under way
 */
export async function executeRefunds(container: MedusaContainer, orderId: string, at: Instant): Promise<boolean> {
  if (!(await openChange(container, orderId))) await escrowOf(container).within((manager) => resumeRefunds(manager, orderId, at, errors.order_change_open.message))
  const waiting = await escrowOf(container).within((manager) => waitingRefunds(manager, orderId))
  for (const refund of waiting.filter((each) => each.execute_after <= at && !each.leased)) {
    // Read for each: an operator may have refunded by hand since, and that is booked first.
    const order = await readMedusaOrder(container, orderId)
    const known = await bookMadeRefunds(container, order, at)
    if (isDoubtful(order) || (await escrowOf(container).within((manager) => isUnanswered(manager, orderId)))) {
      await escrowOf(container).within((manager) => postponeRefunds(manager, orderId, "a provider has not answered for a refund of this order", at))
      return known
    }
    await executeOne(container, order, refund, at)
  }
  return true
}

async function executeOne(container: MedusaContainer, order: MedusaOrder, refund: WaitingRefund, at: Instant): Promise<void> {
  const escrow = escrowOf(container)
  const open = await escrow.within((manager) => claimRefund(manager, refund.id, at))
  if (open <= 0) return
  failpoint("refund-before-provider")
  const { left, error, unanswered } = await send(container, order, refund, open)
  failpoint("refund-before-books")
  await bookMadeRefunds(container, await readMedusaOrder(container, order.id), at)
  if (left === 0) return
  await escrow.within(async (manager) => {
    await failRefund(manager, refund.id, error ?? "no payment of the order has that much left to refund", at)
    if (unanswered) await queueUnanswered(manager, unanswered, error ?? "", at)
  })
}

type Sent = { left: number; error: string | null; unanswered: Attempt | null }

/** Asks the order's payments one after the other: what a bank has taken back of one cannot be refunded by it, and one that refuses holds up none. */
async function send(container: MedusaContainer, order: MedusaOrder, refund: WaitingRefund, open: number): Promise<Sent> {
  const taken = await escrowOf(container).within((manager) => takenByBanks(manager, order.id))
  const sent: Sent = { left: open, error: null, unanswered: null }
  const refusal = await readyForRefund(container, order, open).then(() => null, messageOf)
  if (refusal !== null) return { ...sent, error: refusal }
  for (const { id: payment_id, provider, captured, refunded, left } of order.payments) {
    const gone = Math.min(taken.get(provider) ?? 0, captured - refunded)
    taken.set(provider, (taken.get(provider) ?? 0) - gone)
    const minor = Math.min(sent.left, captured - refunded - gone)
    if (minor <= 0) continue
    try {
      await refundPaymentWorkflow(container).run({
        // All that is left of a payment goes with its fraction of a minor unit, which Medusa keeps and nobody books.
        input: { payment_id, amount: minor === captured - refunded ? left : toMedusa(money(minor, refund.currency)), note: noteOf(refund.id), created_by: byUs },
      })
      sent.left -= minor
    } catch (error) {
      if (await noteSent(container, order, payment_id, noteOf(refund.id))) {
        sent.left -= minor
        continue
      }
      sent.error = messageOf(error)
      if (outcomeOf(error) === "refused") continue
      return { ...sent, unanswered: { refund_id: refund.id, order_id: order.id, payment_id, provider, minor, currency: refund.currency } }
    }
  }
  return sent
}

export const messageOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error)
