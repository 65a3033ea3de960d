import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { requireVerifiedStep } from "../merchant/steps"
import { takeLeaseStep, type TakeLeaseInput } from "./steps"

/**
 * A verified merchant takes a plan for one of its shops: the lease, awaiting payment, and its invoice (K8, K9).
 * @returns the ids of both
 * @throws merchant_not_found, merchant_not_verified, shop_closed, plan_not_found, term_not_offered, lease_already_exists, invoice_already_open
 */
export const takeLeaseWorkflow = createWorkflow("pasaj-take-shop-lease", (input: TakeLeaseInput) => {
  requireVerifiedStep(transform(input, ({ merchant_id }) => merchant_id))
  return new WorkflowResponse(takeLeaseStep(input))
})
