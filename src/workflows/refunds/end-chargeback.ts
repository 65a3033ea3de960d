import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { loseChargebackStep, settleOrderStep, winChargebackStep, type ChargebackEndInput } from "./steps"

/**
 * The bank gives a payment back. The money goes where it came from, and for units whose parcel has ended, where that
 * went, in one transaction; what is due to the buyer of it is refunded at once, or by the duty `settle-orders`.
 * @throws chargeback_not_found, wrong_state
 */
export const winChargebackWorkflow = createWorkflow("pasaj-chargeback-won", (input: ChargebackEndInput) => {
  const order_id = winChargebackStep(input)
  settleOrderStep(transform({ input, order_id }, (all) => ({ order_id: all.order_id, at: all.input.at })))
  return new WorkflowResponse(order_id)
})

/** The bank keeps the payment, finally. @throws chargeback_not_found, wrong_state */
export const loseChargebackWorkflow = createWorkflow("pasaj-chargeback-lost", (input: ChargebackEndInput) => new WorkflowResponse(loseChargebackStep(input)))
