import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { acquireLockStep, releaseLockStep } from "@medusajs/medusa/core-flows"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { creditInvoice, voidInvoice } from "../../modules/rental/credit-notes"
import { invoiceLock, requireNoProviderPayment } from "./settle-without-provider"
import { invoiceOf, momentOf, rentalOf } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

export type CreditInvoiceInput = { invoice_id: string; reason: string; actor: Actor; at: Instant }

const voidInvoiceStep = createStep("pasaj-void-rent-invoice", async ({ invoice_id, reason, actor, at }: CreditInvoiceInput, { container }) => {
  await requireNoProviderPayment(container, await invoiceOf(container, invoice_id))
  const moment = await momentOf(container, at)
  return new StepResponse(await rentalOf(container).within((manager) => voidInvoice(manager, invoice_id, { reason, actor }, moment)))
})

/**
 * Withdraws an invoice that nobody has paid, by a credit note over all of it. No money moves. Safe twice.
 * @returns the credit note. @throws invoice_not_found, invoice_already_paid, invoice_being_paid, payment_unanswered, invoice_payment_reported
 */
export const voidInvoiceWorkflow = createWorkflow("pasaj-withdraw-rent-invoice", (input: CreditInvoiceInput) => {
  const key = transform(input, ({ invoice_id }) => invoiceLock(invoice_id))
  acquireLockStep({ key, timeout: 30, ttl: 120 })
  const note = voidInvoiceStep(input)
  releaseLockStep({ key })
  return new WorkflowResponse(note)
})

const creditInvoiceStep = createStep("pasaj-credit-unused-rent", async ({ invoice_id, reason, actor, at }: CreditInvoiceInput, { container }) => {
  const moment = await momentOf(container, at)
  return new StepResponse(await rentalOf(container).within((manager) => creditInvoice(manager, invoice_id, { reason, actor }, moment)))
})

/**
 * An operator gives back what was not used of a paid term: note, period, lease and journal in one transaction, then the shop
 * learns that it sells no longer. A stop before that is finished by the duty `end-leases`; asked again, nothing is left to credit.
 * @returns the credit note. @throws invoice_not_found, invoice_not_paid, nothing_to_credit, later_term_paid
 */
export const creditInvoiceWorkflow = createWorkflow("pasaj-credit-rent-invoice", (input: CreditInvoiceInput) => {
  const note = creditInvoiceStep(input)
  tellShopWorkflow.runAsStep({ input: transform({ note, input }, (all) => ({ lease_id: all.note.lease_id, at: all.input.at })) })
  return new WorkflowResponse(note)
})
