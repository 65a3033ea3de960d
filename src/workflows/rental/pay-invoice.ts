import { createWorkflow, transform, when, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { acquireLockStep, releaseLockStep } from "@medusajs/medusa/core-flows"

import { captureRentStep } from "./capture-rent"
import { authorizeRentPaymentStep, settleRentInvoiceStep, startRentPaymentStep, type PayInvoiceInput } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

/**
 * A merchant pays its rent through one of Medusa's payment providers (K8, K16).
 *
 * 1. Lock the invoice, so that of many who pay it at once one does.
 * 2. Note the payment collection on the invoice: the intent, written before any money moves.
 * 3. Have the payment authorised, or go on with what a stopped attempt left. Nothing is undone on failure: the next
 *    attempt continues from here. Where the provider first wants its payer (a redirect, 3-D Secure), the session is answered and
 *    nothing more happens: the same call finishes it afterwards, or the provider's own call does (`payment.captured`).
 * 4. Capture, once: the question is noted before it is put. What the provider refuses is cancelled there, and the invoice is free; what it
 *    does not answer waits for an operator's word. After a yes the money is ours and nothing is taken back.
 * 5. Invoice, period, lease and journal in one transaction. The lock goes.
 * 6. The shop opens: it knows until when it sells, and its products are in the storefront.
 *
 * A stop between 4 and 5 is finished by the duty `repair-rent-payments`; one between 5 and 6 by `end-leases`, which tells
 * shops what they do not know yet. Paying a paid invoice again changes nothing and answers the same.
 * @returns the session that waits for its payer; null when the invoice is paid
 * @throws invoice_not_found, invoice_void, invoice_expired, payment_provider_not_offered, payment_not_authorized, payment_provider_failed, payment_refused,
 *   payment_unanswered, payment_not_captured, payment_amount_wrong
 */
export const payInvoiceWorkflow = createWorkflow("pasaj-pay-rent-invoice", (input: PayInvoiceInput) => {
  const key = transform(input, ({ invoice_id }) => `pasaj-rent-invoice-${invoice_id}`)
  acquireLockStep({ key, timeout: 30, ttl: 120 })
  const started = startRentPaymentStep(input)
  const payment = authorizeRentPaymentStep(
    transform({ started, input }, (all) => ({ collection_id: all.started.collection_id, provider_id: all.input.provider_id, data: all.input.data })),
  )
  when("pasaj-rent-is-to-be-captured", payment, ({ payment_to_capture }) => payment_to_capture !== null).then(() => {
    captureRentStep(transform({ input, payment }, (all) => ({ payment_id: "", provider_id: "", ...all.payment.payment_to_capture, invoice_id: all.input.invoice_id })))
  })
  const leaseId = settleRentInvoiceStep(transform({ input, payment }, (all) => ({ invoice_id: all.input.invoice_id, at: all.input.at, waits: all.payment.waiting !== null })))
  releaseLockStep({ key })
  when("pasaj-rent-is-in-the-books", { leaseId }, (all) => all.leaseId !== null).then(() => {
    tellShopWorkflow.runAsStep({ input: transform({ leaseId, input }, (all) => ({ lease_id: all.leaseId ?? "", at: all.input.at })) })
  })
  return new WorkflowResponse(transform(payment, ({ waiting }) => waiting))
})
