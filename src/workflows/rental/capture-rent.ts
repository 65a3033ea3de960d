import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { capturePaymentWorkflow } from "@medusajs/medusa/core-flows"

import { refuse } from "../../domain/errors"
import { outcomeOf } from "../../domain/provider-outcome"
import { invoiceNumber } from "../../domain/rent-policy"
import { noteAnswered, noteAsked, noteLeftAlone, noteLost, type Asked } from "../../modules/rental/unanswered"
import { messageOf } from "../refunds/execute"
import { beganOf } from "./rent-payment"
import { invoiceOf, paymentsOf, rentalOf } from "./steps"

const readPayment = (container: MedusaContainer, id: string) => paymentsOf(container).retrievePayment(id, { relations: ["captures"] })

/**
 * Asks the provider for an authorised payment's money, once: the question is noted before it is put, and while it has no answer it is
 * not put again. What the provider refuses is cancelled there, so that the invoice is free for any other way.
 * @throws payment_refused, payment_unanswered
 */
async function captureRent(container: MedusaContainer, asked: Asked): Promise<void> {
  const rental = rentalOf(container)
  const { fiscal_year, sequence } = await invoiceOf(container, asked.invoice_id)
  const number = invoiceNumber(fiscal_year, sequence)
  const since = beganOf(await readPayment(container, asked.payment_id))
  if (since !== null) await rental.within((manager) => noteLeftAlone(manager, asked, since))
  if (since !== null || !(await rental.within((manager) => noteAsked(manager, asked)))) refuse("payment_unanswered", { number })
  try {
    await capturePaymentWorkflow(container).run({ input: { payment_id: asked.payment_id } })
  } catch (error) {
    if (await isTakenAfter(container, asked.payment_id, error, number)) return
    refuse("payment_refused", { number })
  }
}

/** What an error has left: whether the money was taken all the same, or the payment is cancelled. @throws payment_unanswered */
async function isTakenAfter(container: MedusaContainer, id: string, error: unknown, number: string): Promise<boolean> {
  const rental = rentalOf(container)
  const payment = await readPayment(container, id)
  if (payment.captured_at) return true
  if (outcomeOf(error) === "refused" && beganOf(payment) !== null) {
    // Medusa asked nobody, for somebody else was quicker: what comes of that is theirs.
    await rental.within((manager) => noteAnswered(manager, [id]))
    refuse("payment_unanswered", { number })
  }
  const lost = outcomeOf(error) === "unknown" ? messageOf(error) : await cancel(container, id, error)
  await rental.within((manager) => (lost === null ? noteAnswered(manager, [id]) : noteLost(manager, id, lost)))
  return lost === null ? false : refuse("payment_unanswered", { number })
}

/** Cancels what was refused. @returns null, or why nobody can tell what became of it */
async function cancel(container: MedusaContainer, id: string, error: unknown): Promise<string | null> {
  container.resolve(ContainerRegistrationKeys.LOGGER).warn(`pasaj: the rent of the payment ${id} was refused: ${messageOf(error)}`)
  return paymentsOf(container).cancelPayment(id).then(() => null, (caught: unknown) => `${messageOf(error)}; nor was the payment cancelled: ${messageOf(caught)}`)
}

/** @throws payment_refused, payment_unanswered */
export const captureRentStep = createStep("pasaj-capture-rent", async (asked: Asked, { container }) => {
  await captureRent(container, asked)
  return new StepResponse(null)
})
