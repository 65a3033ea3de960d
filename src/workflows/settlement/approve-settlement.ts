import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { approveSettlementStep, type ActOnSettlementInput } from "./steps"

/** An operator approves a request: its bank orders are planned, none above the order limit (K6). @throws row_not_found, wrong_state */
export const approveSettlementWorkflow = createWorkflow("pasaj-approve-settlement", (input: ActOnSettlementInput) =>
  new WorkflowResponse(approveSettlementStep(input)),
)
