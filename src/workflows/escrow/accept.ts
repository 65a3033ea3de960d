import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { acceptStep, type AcceptInput } from "./steps"

/** The merchant starts work on its part; the buyer sees 'preparing' from now on (P3). @throws row_not_found, wrong_state */
export const acceptShopOrderWorkflow = createWorkflow("pasaj-accept", (input: AcceptInput) =>
  new WorkflowResponse(acceptStep(input)),
)
