import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { payTransferStep, type PayTransferInput } from "./steps"

/**
 * The bank paid a transfer (K6). The bank's reference, the state of transfer and settlement, and the journal are one
 * transaction: before it nothing has changed, after it the money has left, once. Told again under the same reference it
 * changes nothing, so that a caller who got no answer simply tells it again.
 * @throws transfer_not_found, transfer_already_paid, bank_reference_used, bank_reference_invalid, wrong_state
 */
export const payTransferWorkflow = createWorkflow("pasaj-pay-transfer", (input: PayTransferInput) =>
  new WorkflowResponse(payTransferStep(input)),
)
