import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { resolveSuspenseStep, type ResolveInput } from "./steps"

/** An operator works off an item of the queue. @throws suspense_not_found, wrong_state, shop_order_not_found, suspense_bearer_wrong */
export const resolveSuspenseWorkflow = createWorkflow("pasaj-work-off-suspense", (input: ResolveInput) =>
  new WorkflowResponse(resolveSuspenseStep(input)),
)
