import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { NewShop } from "../../modules/merchant/shops"
import { openShopStep, requireVerifiedStep } from "./steps"

/**
 * A verified merchant takes a shop, a draft until its rent is paid; one merchant may have many (K12).
 * @returns the shop's id. @throws merchant_not_verified, shop_handle_taken
 */
export const openShopWorkflow = createWorkflow("pasaj-open-shop-for-rent", (input: NewShop) => {
  requireVerifiedStep(input.merchant_id)
  return new WorkflowResponse(openShopStep(input))
})
