import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { settleRentInvoiceStep, type FinishPaymentInput } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

/**
 * What follows once a provider has taken the rent: invoice, period, lease and journal in one transaction, then the shop
 * opens. What came for an invoice that was paid another way or withdrawn goes to the merchant's balance. Safe twice.
 * @returns the lease's id. @throws invoice_not_found, payment_not_captured, payment_amount_wrong
 */
export const finishRentPaymentWorkflow = createWorkflow("pasaj-finish-rent-payment", (input: FinishPaymentInput) => {
  const leaseId = settleRentInvoiceStep(input)
  tellShopWorkflow.runAsStep({ input: transform({ leaseId, input }, (all) => ({ lease_id: all.leaseId ?? "", at: all.input.at })) })
  return new WorkflowResponse(leaseId)
})
