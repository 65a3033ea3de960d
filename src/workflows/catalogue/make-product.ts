import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { productOf, type Draft } from "../../domain/catalogue/draft"
import type { SourceProduct } from "../../domain/catalogue/product"
import { refuse } from "../../domain/errors"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { dropUnfinished } from "../../modules/merchant/places"
import type MerchantModuleService from "../../modules/merchant/service"
import { alone } from "./alone"
import { digestOf } from "./digest"
import { imagesOf, requireCategories, requireSkus } from "./fitting"
import { makeProducts } from "./make-products"
import type { Market } from "./market"
import type { ShopOfImport } from "./medusa-input"
import { standingOf } from "./standing"
import { findMarketStep, findShopOfImportStep, showPlacesStep } from "./steps"

/** `images` are the shop's pictures or addresses; prices are in `currency`, one of the marketplace's. */
export type MakeProductInput = Draft & { shop_id: string; currency: string }
type Making = { shop: ShopOfImport; market: Market; input: MakeProductInput }

/** Makes it as an import would, or leaves no trace of it. */
async function make(container: MedusaContainer, shop: ShopOfImport, market: Market, product: SourceProduct): Promise<string> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const standing = (await standingOf(container, shop.id, [product.handle])).get(product.handle)
  if (standing?.finished && standing.present) refuse("product_handle_taken", { handle: product.handle })
  await requireSkus(container, shop, product.variants, new Set())
  const listed = { product, digest: digestOf(product, market.currency) }
  const { done, problems } = await makeProducts(container, shop, market, standing ? { make: [], remake: [{ ...standing, ...listed }] } : { make: [listed], remake: [] })
  const [place] = await merchants.placesOf(shop.id, [product.handle])
  if (done === 1 && place) return place.product_id
  await merchants.within((manager) => dropUnfinished(manager, shop.id, product.handle))
  const [problem] = problems
  if (problem?.code === "over_limit") refuse("product_limit_reached", { most: shop.product_limit ?? 0 })
  return refuse("product_not_accepted", { cause: problem?.reason ?? "another request made it meanwhile" })
}

const makeProductStep = createStep("pasaj-make-product", async ({ shop, market, input }: Making, { container }) => {
  const { shop_id: _shop, currency: _currency, ...draft } = input
  const product = productOf({ ...draft, images: await imagesOf(container, shop, draft.images) })
  await requireCategories(container, draft.category_ids)
  return new StepResponse(await alone(container, shop.id, () => make(container, shop, market, product)))
})

/**
 * A member makes one product, by the way an import goes: its place in the shop first, within the plan's limits, then
 * Medusa's inventory items, product and prices as a draft, then what the place says: shown, if it is wanted and nothing
 * blocks it. What a stop leaves unfinished nobody sees, and the same request (or an import of the same handle) makes anew.
 * @returns the product's id
 * @throws shop_not_found, shop_closed, money_wrong_currency, marketplace_incomplete, product_handle_taken, sku_taken, sku_repeated,
 *   variant_repeated, variant_options_wrong, product_without_variant, category_not_found, picture_not_found, image_invalid,
 *   image_limit_reached, product_limit_reached, product_not_accepted, import_running
 */
export const makeProductWorkflow = createWorkflow("pasaj-make-own-product", (input: MakeProductInput) => {
  const shop = findShopOfImportStep(input.shop_id)
  const market = findMarketStep(input.currency)
  const made = makeProductStep({ shop, market, input })
  const shown = showPlacesStep(input.shop_id)
  return new WorkflowResponse(transform({ made, shown }, (done) => done.made))
})
