import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { moveMerchantStep, type MoveMerchantInput } from "./steps"

/** One move of a merchant's life: claimed, verified, asked for changes, rejected (K10). @throws row_not_found, wrong_state */
export const moveMerchantWorkflow = createWorkflow("pasaj-move-merchant-life", (input: MoveMerchantInput) =>
  new WorkflowResponse(moveMerchantStep(input)),
)
