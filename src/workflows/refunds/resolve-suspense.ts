import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { answerDoubtStep, followAnswerStep, resolveSuspenseStep, type ResolveInput } from "./steps"

/**
 * An operator works off an item of the queue.
 *
 * 1. Of a payment that no provider answered for: tell Medusa whether it was made.
 * 2. Resolve the item, with its journal if there is money in it.
 * 3. Of such a payment: let our books follow.
 *
 * @throws suspense_not_found, wrong_state, shop_order_not_found, suspense_bearer_wrong, suspense_made_wrong, order_change_open, order_busy
 */
export const resolveSuspenseWorkflow = createWorkflow("pasaj-work-off-suspense", (input: ResolveInput) => {
  answerDoubtStep(input)
  const order_id = resolveSuspenseStep(input)
  return new WorkflowResponse(followAnswerStep({ order_id, at: input.at }))
})
