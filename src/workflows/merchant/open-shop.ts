import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { openShopStep, requireVerifiedStep, type OpenShopInput } from "./steps"

/**
 * A verified merchant takes a shop, a draft until its rent is paid; one merchant may have many (K12). Of the operators who stand by it
 * gets a general admin at once (K14).
 * @returns the shop's id. @throws merchant_not_found, merchant_not_verified, shop_handle_taken, shop_limit_reached
 */
export const openShopWorkflow = createWorkflow("pasaj-open-shop-for-rent", (input: OpenShopInput) => {
  requireVerifiedStep(input.merchant_id)
  return new WorkflowResponse(openShopStep(input))
})
