import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { acquireLockStep, releaseLockStep } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { invoiceNumber } from "../../domain/rent-policy"
import { confirmPayment, reportPayment, refusePayment, type Confirmation, type Report } from "../../modules/rental/offline-payments"
import { settleInvoice } from "../../modules/rental/payments"
import type { Invoice } from "../../modules/rental/reads"
import { requireAnswered } from "../../modules/rental/unanswered"
import { paymentUnderWay } from "./rent-payment"
import { invoiceOf, momentOf, rentalOf, requirePayable } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

/** The lock under which an invoice is paid, whichever way: of many at once one is. */
export const invoiceLock = (invoiceId: string): string => `pasaj-rent-invoice-${invoiceId}`

/** Money that a provider has, or may take at any moment, pays this invoice and nothing else does. @throws payment_unanswered, invoice_being_paid */
export async function requireNoProviderPayment(container: MedusaContainer, invoice: Invoice): Promise<void> {
  if (invoice.state === "open") await rentalOf(container).reading((manager) => requireAnswered(manager, invoice.id))
  const { payment, payers } = await paymentUnderWay(container, invoice)
  if (payment || payers.length > 0) refuse("invoice_being_paid", { number: invoiceNumber(invoice.fiscal_year, invoice.sequence) })
}

export type PayFromBalanceInput = { invoice_id: string; at: Instant }

const payFromBalanceStep = createStep("pasaj-settle-rent-from-balance", async ({ invoice_id, at }: PayFromBalanceInput, { container }) => {
  const invoice = await invoiceOf(container, invoice_id)
  await requirePayable(container, invoice, at)
  await requireNoProviderPayment(container, invoice)
  const moment = await momentOf(container, at)
  const paid = money(invoice.total_minor, invoice.currency)
  return new StepResponse(await rentalOf(container).within((manager) => settleInvoice(manager, invoice_id, { by: "balance", paid }, moment)))
})

/**
 * A merchant pays its rent from what the marketplace owes it (K8): lock the invoice; invoice, period, lease and journal in one
 * transaction, which a balance that does not hold it refuses as a whole; then the shop opens. A stop before that is finished by
 * the duty `end-leases`. Paying a paid invoice again changes nothing and answers the same.
 * @returns the lease's id
 * @throws invoice_not_found, invoice_void, invoice_expired, invoice_being_paid, payment_unanswered, account_overdrawn
 */
export const payFromBalanceWorkflow = createWorkflow("pasaj-pay-rent-from-balance", (input: PayFromBalanceInput) => {
  const key = transform(input, ({ invoice_id }) => invoiceLock(invoice_id))
  acquireLockStep({ key, timeout: 30, ttl: 120 })
  const leaseId = payFromBalanceStep(input)
  releaseLockStep({ key })
  tellShopWorkflow.runAsStep({ input: transform({ leaseId, input }, (all) => ({ lease_id: all.leaseId, at: all.input.at })) })
  return new WorkflowResponse(leaseId)
})

export type ReportPaymentInput = Report & { invoice_id: string; actor: Actor; at: Instant }

const reportPaymentStep = createStep("pasaj-note-offline-rent", async ({ invoice_id, actor, at, ...report }: ReportPaymentInput, { container }) => {
  await requirePayable(container, await invoiceOf(container, invoice_id), at)
  const moment = await momentOf(container, at)
  return new StepResponse(await rentalOf(container).within((manager) => reportPayment(manager, invoice_id, report, actor, moment)))
})

/**
 * A member reports that rent was paid at a bank; it counts once an operator has found the money there.
 * @throws invoice_not_found, invoice_void, invoice_already_paid, invoice_expired, payment_amount_wrong, payment_in_future, payment_already_reported
 */
export const reportOfflinePaymentWorkflow = createWorkflow("pasaj-report-offline-rent", (input: ReportPaymentInput) => new WorkflowResponse(reportPaymentStep(input)))

export type ConfirmPaymentInput = Confirmation & { payment_id: string; invoice_id: string; actor: Actor; at: Instant }

const confirmPaymentStep = createStep("pasaj-settle-offline-rent", async ({ payment_id, invoice_id, actor, at, ...seen }: ConfirmPaymentInput, { container }) => {
  await requireNoProviderPayment(container, await invoiceOf(container, invoice_id))
  const moment = await momentOf(container, at)
  return new StepResponse(await rentalOf(container).within((manager) => confirmPayment(manager, payment_id, seen, actor, moment)))
})

/**
 * An operator has found the money in a bank account: report, invoice, period, lease and journal in one transaction, then the
 * shop opens. Of an invoice that was paid another way meanwhile, what came goes to the merchant's balance. Confirmed again it changes
 * nothing.
 * @returns the lease's id
 * @throws offline_payment_not_found, payment_amount_wrong, bank_reference_used, invoice_being_paid, payment_unanswered, wrong_state
 */
export const confirmOfflinePaymentWorkflow = createWorkflow("pasaj-confirm-offline-rent", (input: ConfirmPaymentInput) => {
  const key = transform(input, ({ invoice_id }) => invoiceLock(invoice_id))
  acquireLockStep({ key, timeout: 30, ttl: 120 })
  const leaseId = confirmPaymentStep(input)
  releaseLockStep({ key })
  tellShopWorkflow.runAsStep({ input: transform({ leaseId, input }, (all) => ({ lease_id: all.leaseId, at: all.input.at })) })
  return new WorkflowResponse(leaseId)
})

export type RefusePaymentInput = { payment_id: string; reason: string; actor: Actor; at: Instant }

const refusePaymentStep = createStep("pasaj-refuse-reported-rent", async ({ payment_id, reason, actor, at }: RefusePaymentInput, { container }) => {
  const moment = await momentOf(container, at)
  return new StepResponse(await rentalOf(container).within((manager) => refusePayment(manager, payment_id, reason, actor, moment)))
})

/** The money has not come; the merchant reads why. @throws offline_payment_not_found, wrong_state */
export const refuseOfflinePaymentWorkflow = createWorkflow("pasaj-refuse-offline-rent", (input: RefusePaymentInput) => new WorkflowResponse(refusePaymentStep(input)))
