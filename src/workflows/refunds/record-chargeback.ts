import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { recordChargebackStep, type ChargebackInput } from "./steps"

/** The bank took a payment back, and an operator records it. @throws order_not_found, chargeback_too_large, chargeback_reference_used */
export const recordChargebackWorkflow = createWorkflow("pasaj-take-chargeback", (input: ChargebackInput) =>
  new WorkflowResponse(recordChargebackStep(input)),
)
