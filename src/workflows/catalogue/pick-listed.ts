import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { PASAJ_MERCHANT } from "../../modules/merchant"
import { listingOf, pickListed } from "../../modules/merchant/limits"
import type MerchantModuleService from "../../modules/merchant/service"
import { showPlacesStep } from "./steps"

export type PickListedInput = { shop_id: string; product_ids: string[] }

const pickListedStep = createStep("pasaj-pick-listed", async ({ shop_id, product_ids }: PickListedInput, { container }) => {
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => pickListed(manager, shop_id, product_ids))
  return new StepResponse(shop_id)
})

const tellListingStep = createStep("pasaj-tell-listing", async ({ shop_id }: { shop_id: string; shown: number }, { container }) =>
  new StepResponse(await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => listingOf(manager, shop_id))),
)

/**
 * The merchant picks what stays listed: the picks first, as one; then blocks and Medusa follow, a batch here and
 * what is left by the duty `sync-shops`. Safe twice.
 * @returns the shop's limit and what of its products it leaves out. @throws shop_not_found, shop_closed, product_not_found, product_limit_reached
 */
export const pickListedWorkflow = createWorkflow("pasaj-pick-listed-products", (input: PickListedInput) => {
  const shown = showPlacesStep(pickListedStep(input))
  return new WorkflowResponse(tellListingStep(transform({ input, shown }, (done) => ({ shop_id: done.input.shop_id, shown: done.shown }))))
})
