import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { grantRefundStep, settleOrderStep, type GrantInput } from "./steps"

/**
 * An operator grants a refund for one shop's part: from its hold, and after release from its merchant. Written first, in
 * one transaction; then the provider is asked, now or by the duty `settle-orders`.
 * @returns the refund's id. @throws shop_order_not_found, refund_too_large, refund_reference_used
 */
export const grantRefundWorkflow = createWorkflow("pasaj-refund-part", (input: GrantInput) => {
  const id = grantRefundStep(input)
  settleOrderStep(transform({ input, id }, (all) => ({ order_id: all.input.order_id, at: all.input.at })))
  return new WorkflowResponse(id)
})
