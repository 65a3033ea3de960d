import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { applyStep, type ApplyInput } from "./steps"

/** A person applies as a merchant and becomes its owner (K10). @returns the merchant's id */
export const applyAsMerchantWorkflow = createWorkflow("pasaj-apply-as-merchant", (input: ApplyInput) =>
  new WorkflowResponse(applyStep(input)),
)
