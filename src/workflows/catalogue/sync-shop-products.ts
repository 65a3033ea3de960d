import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import { showPlaces, type Shown } from "./show-places"

export type SyncInput = { shop_id: string; at: Instant }

const BATCH = 300

const shiftShelvesStep = createStep("pasaj-shift-shelves", async ({ shop_id, at }: SyncInput, { container }) =>
  new StepResponse(await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).shiftShelves(shop_id, at, BATCH)),
)

const showShelvesStep = createStep("pasaj-show-shelves", async ({ shop_id, moved }: { shop_id: string; moved: number }, { container }) => {
  const { changed, drafts } = await showPlaces(container, shop_id)
  return new StepResponse<Shown>({ changed: moved + changed, drafts })
})

/**
 * Makes a shop's products follow what the shop is at `at`, a batch of them: while it does not sell, each carries the block
 * `shop_stopped` and none is published; when it sells again, exactly that block goes and what the merchant wants shown is. Blocks
 * first, Medusa's status after them; both go on from wherever the last batch or a crash left them, and doing it twice does nothing.
 * Whoever changes a shop's facts (its lease, a decision, its vacation) calls this, and a small shop is done with it; the duty
 * `sync-shops` calls it for the rest of a large one, and where time alone changes a shop.
 * @returns how many products it did, 0 where all are what they should be. @throws shop_not_found
 */
export const syncShopProductsWorkflow = createWorkflow("pasaj-sync-shop-products", (input: SyncInput) => {
  const moved = shiftShelvesStep(input)
  const shelf = transform({ input, moved }, (done) => ({ shop_id: done.input.shop_id, moved: done.moved }))
  return new WorkflowResponse(showShelvesStep(shelf))
})
