import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { mustBeFreeOfRent } from "../../domain/shop-closing"
import { closeShops, heldAsClosed } from "../../modules/merchant/closing"
import { rentOfShop } from "../../modules/rental/shop-rent"
import { syncShopProductsWorkflow } from "../catalogue/sync-shop-products"
import { tell } from "../escrow/hand-over"
import { merchantsOf } from "./outside"

export type CloseShopInput = { shop_id: string; merchant_id: string; reason: string | null; at: Instant; actor: Actor }

const closeShopStep = createStep("pasaj-close-shop", async ({ shop_id, merchant_id, reason, at, actor }: CloseShopInput, { container }) => {
  const closed = await merchantsOf(container).within(async (manager) => {
    if (await heldAsClosed(manager, shop_id)) return false
    mustBeFreeOfRent(await rentOfShop(manager, shop_id))
    await closeShops(manager, [shop_id], reason, at, actor)
    return true
  })
  if (closed) await tell(container, "pasaj.shop_closed", { id: shop_id, merchant_id, reason, by: actor.type })
  return new StepResponse({ shop_id, at })
})

/**
 * Closes a shop for good. Its row first, looked at under its lock, which whoever takes a lease waits for too; then its products
 * leave the storefront at once, and are made drafts: a batch here, the others by the duty `sync-shops`. Open orders go on to their end, and their
 * money with them. Closed again it stays as it is. The merchant is told by `pasaj.shop_closed`.
 * @returns how many products changed already. @throws shop_not_found, shop_still_leased
 */
export const closeShopWorkflow = createWorkflow("pasaj-close-shop-for-good", (input: CloseShopInput) => {
  const shelf = transform(closeShopStep(input), (closed) => closed)
  return new WorkflowResponse(syncShopProductsWorkflow.runAsStep({ input: shelf }))
})
