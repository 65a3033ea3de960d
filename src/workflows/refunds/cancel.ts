import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { cancelPartsStep, settleOrderStep, type CancelInput } from "./steps"

/**
 * Cancels lines, one shop's part, or all of an order before dispatch.
 *
 * 1. Ours, in one transaction: lines, parts and holds; the money is due back to the buyer; the intents of 2 and 3.
 * 2. Medusa's order follows by an order edit; stock leaves the reservation.
 * 3. The payment provider's refund; when nothing is left, Medusa's order is cancelled.
 *
 * From 1 on nothing is taken back: what 2 and 3 cannot do now, the duty `settle-orders` does later.
 * @throws order_not_found, shop_order_not_found, line_not_in_shop_order, nothing_to_cancel, part_already_sent, cancellation_too_late
 */
export const cancelPartsWorkflow = createWorkflow("pasaj-cancel-parts", (input: CancelInput) => {
  const cancelled = cancelPartsStep(input)
  settleOrderStep(transform({ input, cancelled }, (all) => ({ order_id: all.input.order_id, at: all.input.at })))
  return new WorkflowResponse(cancelled)
})
