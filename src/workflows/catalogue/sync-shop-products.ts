import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import { showPlaces } from "./show-places"

export type SyncInput = { shop_id: string; at: Instant }

const BATCH = 300

/** Blocks or unblocks the shop's products in batches. @returns how many */
export async function shiftAllShelves(container: MedusaContainer, { shop_id, at }: SyncInput): Promise<number> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  let all = 0
  for (;;) {
    const moved = await merchants.shiftShelves(shop_id, at, BATCH)
    all += moved
    if (moved < BATCH) return all
  }
}

const shiftShelvesStep = createStep("pasaj-shift-shelves", async (input: SyncInput, { container }) =>
  new StepResponse(await shiftAllShelves(container, input)),
)

const showShelvesStep = createStep("pasaj-show-shelves", async ({ shop_id }: { shop_id: string; moved: number }, { container }) =>
  new StepResponse(await showPlaces(container, shop_id)),
)

/**
 * Makes a shop's products follow what the shop is at `at`: while it does not sell, each carries the block `shop_stopped`
 * and none is published; when it sells again, exactly that block goes and what the merchant wants shown is. Blocks
 * first, Medusa's status after them; both go on from wherever a crash stopped them, and doing it twice does nothing.
 * Whoever changes a shop's facts (its lease, a decision, its vacation) calls this; a duty calls it where time alone does.
 * @returns how many products Medusa now shows or hides otherwise. @throws shop_not_found
 */
export const syncShopProductsWorkflow = createWorkflow("pasaj-sync-shop-products", (input: SyncInput) => {
  const moved = shiftShelvesStep(input)
  const shelf = transform({ input, moved }, (done) => ({ shop_id: done.input.shop_id, moved: done.moved }))
  return new WorkflowResponse(showShelvesStep(shelf))
})
