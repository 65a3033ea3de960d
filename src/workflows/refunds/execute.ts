import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { refundPaymentWorkflow } from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import { toMedusa } from "../../adapters/medusa-money"
import type { Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { bookRefund } from "../../modules/escrow/adoption"
import { claimRefund, failRefund, madeRefunds, waitingRefunds, type WaitingRefund } from "../../modules/escrow/refunds"
import type EscrowModuleService from "../../modules/escrow/service"
import { bookOrderWorkflow } from "../escrow/book-order"
import { byUs, readMedusaOrder, type MedusaOrder, type MedusaPayment } from "./medusa-order"

const escrowOf = (container: MedusaContainer) => container.resolve<EscrowModuleService>(PASAJ_ESCROW)

/** The mark on Medusa's refund by which it is known as ours, whatever stopped us after it. */
const noteOf = (refundId: string): string => `pasaj:${refundId}`
const refundIn = (note: string): string | undefined => /^pasaj:(\w+)/.exec(note)?.[1]

/** Books every refund that Medusa has made and our books lack: our own, and those of an operator. @returns how many */
export async function bookMadeRefunds(container: MedusaContainer, order: MedusaOrder, at: Instant): Promise<number> {
  const all = order.payments.flatMap((payment) => payment.refunds)
  const known = await escrowOf(container).within((manager) => madeRefunds(manager, all.map((made) => made.id)))
  const fresh = all.filter((made) => !known.has(made.id))
  // What a payment brought stands in our books before what was given back of it, whichever event came first.
  if (fresh.length > 0) await bookOrderWorkflow(container).run({ input: { order_id: order.id, at } })
  for (const made of fresh) {
    const id = refundIn(made.note)
    if (id !== undefined) await noteInMedusa(container, made)
    await escrowOf(container).within((manager) => bookRefund(manager, made, id ?? null, at))
  }
  return fresh.length
}

/** A stop between the provider's refund and Medusa's own note of it would leave the order's totals wrong. */
async function noteInMedusa(container: MedusaContainer, made: MedusaPayment["refunds"][number]): Promise<void> {
  const orders = container.resolve(Modules.ORDER)
  const noted = await orders.listOrderTransactions({ order_id: made.order_id, reference: "refund", reference_id: made.id })
  if (noted.length > 0) return
  await orders.addOrderTransactions({
    order_id: made.order_id, amount: -toMedusa(made.amount), currency_code: made.amount.currency, reference: "refund", reference_id: made.id,
  })
}

/**
 * Executes an order's refunds that are due, by Medusa's payments: the intent stands as `executing` before the provider is
 * asked, and what Medusa has made already is never made again. @returns how many were asked for
 */
export async function executeRefunds(container: MedusaContainer, orderId: string, at: Instant): Promise<number> {
  const waiting = await escrowOf(container).within((manager) => waitingRefunds(manager, orderId))
  const due = waiting.filter((refund) => refund.execute_after <= at && !refund.leased)
  for (const refund of due) await executeOne(container, orderId, refund, at)
  return due.length
}

async function executeOne(container: MedusaContainer, orderId: string, refund: WaitingRefund, at: Instant): Promise<void> {
  const escrow = escrowOf(container)
  let open = await escrow.within((manager) => claimRefund(manager, refund.id, at))
  if (open <= 0) return
  failpoint("refund-before-provider")
  try {
    for (const payment of (await readMedusaOrder(container, orderId)).payments) {
      const minor = Math.min(open, payment.captured - payment.refunded)
      if (minor <= 0) continue
      await refundPaymentWorkflow(container).run({
        input: { payment_id: payment.id, amount: toMedusa(money(minor, refund.currency)), note: noteOf(refund.id), created_by: byUs },
      })
      open -= minor
    }
    failpoint("refund-before-books")
  } catch (error) {
    await bookMadeRefunds(container, await readMedusaOrder(container, orderId), at)
    await escrow.within((manager) => failRefund(manager, refund.id, messageOf(error), at))
    return
  }
  await bookMadeRefunds(container, await readMedusaOrder(container, orderId), at)
  if (open > 0) await escrow.within((manager) => failRefund(manager, refund.id, "no payment of the order has that much left to refund", at))
}

export const messageOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error)
