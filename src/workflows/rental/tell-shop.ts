import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { syncShopProductsWorkflow } from "../catalogue/sync-shop-products"
import { leaseShopStep, shopToldStep, type TellShopInput } from "./steps"

/**
 * A shop learns of its lease's last change: until when it sells, and whether its products are in the storefront. Safe
 * twice and in any order; what a stop leaves untold the duty `end-leases` tells. @throws lease_not_found
 */
export const tellShopWorkflow = createWorkflow("pasaj-tell-shop-of-lease", (input: TellShopInput) => {
  const told = leaseShopStep(input)
  syncShopProductsWorkflow.runAsStep({ input: transform({ told, input }, (all) => ({ shop_id: all.told.shop_id, at: all.input.at })) })
  return new WorkflowResponse(shopToldStep(told))
})
