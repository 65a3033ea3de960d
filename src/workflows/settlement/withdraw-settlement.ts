import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { withdrawSettlementStep, type ActOnSettlementInput } from "./steps"

/**
 * The merchant takes a request back before any of it was filed or paid: request, transfers and money in one transaction.
 * @throws row_not_found, wrong_state
 */
export const withdrawSettlementWorkflow = createWorkflow("pasaj-withdraw-settlement", (input: ActOnSettlementInput) =>
  new WorkflowResponse(withdrawSettlementStep(input)),
)
