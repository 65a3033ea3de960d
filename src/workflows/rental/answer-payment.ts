import type { IPaymentModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, createWorkflow, StepResponse, transform, when, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { acquireLockStep, releaseLockStep } from "@medusajs/medusa/core-flows"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { ANSWER_MINUTES } from "../../domain/provider-outcome"
import { invoiceNumber } from "../../domain/rent-policy"
import { noteWord, unansweredPayments, type Word } from "../../modules/rental/unanswered"
import { messageOf } from "../refunds/execute"
import { invoiceLock } from "./settle-without-provider"
import { invoiceOf, paymentsOf, rentalOf, settleRentInvoiceStep } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

/** Two methods that Medusa's payment module has, and its interface leaves out or describes in part. */
type PaymentRows = IPaymentModuleService & {
  deleteCaptures: (ids: string[]) => Promise<void>
  updatePayment: (payment: { id: string; canceled_at: string | null }) => Promise<unknown>
}

export type AnswerPaymentInput = Word & { invoice_id: string; actor: Actor; at: Instant }

/** Medusa first, then the word: a stop between the two leaves a payment that waits for the same word again. */
const answerPaymentStep = createStep("pasaj-answer-rent-of-provider", async ({ invoice_id, made, note, actor, at }: AnswerPaymentInput, { container }) => {
  const { fiscal_year, sequence } = await invoiceOf(container, invoice_id)
  const [asked] = await rentalOf(container).reading((manager) => unansweredPayments(manager, { invoice_id, limit: 1 }))
  const payments = paymentsOf(container) as PaymentRows
  const payment = asked && (await payments.retrievePayment(asked.payment_id, { relations: ["captures"] }))
  // One that Medusa says was taken has its answer, whatever an operator has seen.
  if (!asked || !payment || (payment.captured_at && !made)) refuse("payment_not_unanswered", { number: invoiceNumber(fiscal_year, sequence), minutes: ANSWER_MINUTES })
  if (!payment.captured_at) {
    const { id, captures = [] } = payment
    if (captures.length > 0) await payments.deleteCaptures(captures.map((each) => each.id))
    if (!made && !payment.canceled_at) {
      const failed = await payments.cancelPayment(id).then(() => null, messageOf)
      if (failed !== null) container.resolve(ContainerRegistrationKeys.LOGGER).warn(`pasaj: ${payment.provider_id} does not cancel the payment ${id}, of which an operator says that it was not made: ${failed}`)
    }
    await payments.updatePayment({ id, canceled_at: made ? null : at })
    if (made) await payments.capturePayment({ payment_id: id, captured_by: actor.id, is_captured: true })
  }
  await rentalOf(container).within((manager) => noteWord(manager, asked.id, { made, note }, actor, at))
  return new StepResponse(null)
})

/**
 * An operator has looked at the page of a provider that did not answer. What was made gets Medusa's capture, as after an answer, and pays the
 * invoice; what was not made is cancelled, and the invoice is free for any other way.
 * @returns the lease's id; null when the money was not taken
 * @throws invoice_not_found, payment_not_unanswered
 */
export const answerPaymentWorkflow = createWorkflow("pasaj-answer-rent-payment", (input: AnswerPaymentInput) => {
  const key = transform(input, ({ invoice_id }) => invoiceLock(invoice_id))
  acquireLockStep({ key, timeout: 30, ttl: 120 })
  answerPaymentStep(input)
  const leaseId = settleRentInvoiceStep(transform(input, ({ invoice_id, at, made }) => ({ invoice_id, at, waits: !made })))
  releaseLockStep({ key })
  when("pasaj-rent-was-taken-after-all", { leaseId }, (all) => all.leaseId !== null).then(() => {
    tellShopWorkflow.runAsStep({ input: transform({ leaseId, input }, (all) => ({ lease_id: all.leaseId ?? "", at: all.input.at })) })
  })
  return new WorkflowResponse(leaseId)
})
