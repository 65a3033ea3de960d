import type { MedusaContainer } from "@medusajs/framework/types"
import { createInventoryLevelsWorkflow, deleteProductVariantsWorkflow, updateInventoryLevelsWorkflow } from "@medusajs/medusa/core-flows"
import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { editedProduct, type ProductEdit, type VariantEdit } from "../../domain/catalogue/draft"
import { refuse } from "../../domain/errors"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import { alone } from "./alone"
import { changeProducts } from "./change-products"
import { digestOf } from "./digest"
import { imagesOf, requireCategories, requireSkus } from "./fitting"
import { readListed, type ListedProduct, type Stocked } from "./listed"
import { findMarket, type Market } from "./market"
import type { ShopOfImport } from "./medusa-input"
import { findShopOfImportStep, showPlacesStep } from "./steps"

export type EditProductInput = { shop_id: string; product_id: string; edit: ProductEdit }

const found = (stock: Stocked | undefined, id: string): Stocked => stock ?? refuse("variant_not_found", { id })

/** What buyers have ordered stays in stock until it is sent. @throws stock_below_reserved */
function requireStock({ stock }: ListedProduct, changes: VariantEdit[], removed: string[]): void {
  const wished = [...changes, ...removed.map((id): VariantEdit => ({ id, stock: 0 }))]
  for (const { id, stock: pieces } of wished) {
    const reserved = stock.get(id)?.reserved ?? 0
    if (pieces !== undefined && pieces < reserved) refuse("stock_below_reserved", { stock: pieces, reserved })
  }
}

async function setStock(container: MedusaContainer, market: Market, { stock }: ListedProduct, changes: VariantEdit[]): Promise<void> {
  const wished = changes.flatMap(({ id, stock: pieces }) => (pieces === undefined ? [] : [{ ...found(stock.get(id), id), pieces }]))
  const level = ({ inventory_item_id, location_id, pieces }: (typeof wished)[number]) => ({
    inventory_item_id, location_id: location_id ?? market.stock_location_id, stocked_quantity: pieces,
  })
  const [updates, missing] = [wished.filter(({ location_id }) => location_id !== undefined), wished.filter(({ location_id }) => location_id === undefined)]
  if (updates.length > 0) await updateInventoryLevelsWorkflow(container).run({ input: { updates: updates.map(level) } })
  if (missing.length > 0) await createInventoryLevelsWorkflow(container).run({ input: { inventory_levels: missing.map(level) } })
}

async function edit(container: MedusaContainer, shop: ShopOfImport, { product_id, edit: said }: EditProductInput): Promise<void> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const [place] = await merchants.listShopProducts({ product_id, shop_id: shop.id })
  const listed = place ? await readListed(container, place) : null
  if (!listed) return refuse("product_not_found", { id: product_id })
  const images = said.images === undefined ? {} : { images: await imagesOf(container, shop, said.images) }
  const product = editedProduct(listed.source, { ...said, ...images })
  const { variants = [], remove_variants = [] } = said
  const unpriced = product.variants.find(({ price_minor }) => price_minor < 1)
  if (unpriced) refuse("variant_without_price", { options: unpriced.values.join(" / ") })
  requireStock(listed, variants, remove_variants)
  await requireCategories(container, said.category_ids ?? [])
  await requireSkus(container, shop, product.variants, new Set(listed.source.variants.map(({ id }) => id)))
  const market = await findMarket(container, listed.currency)

  if (remove_variants.length > 0) await deleteProductVariantsWorkflow(container).run({ input: { ids: remove_variants } })
  const { done, problems } = await changeProducts(container, shop, market, [{ product, product_id, digest: digestOf(product, market.currency) }])
  if (done === 0) refuse("product_not_accepted", { cause: problems[0]?.reason ?? "?" })
  await setStock(container, market, listed, variants)
}

const editProductStep = createStep("pasaj-edit-product", async (input: EditProductInput & { shop: ShopOfImport }, { container }) => {
  await alone(container, input.shop.id, () => edit(container, input.shop, input))
  return new StepResponse(input.shop_id)
})

/**
 * A member changes a listed product; what is not named stays. It is brought to the edit as an import brings it to a file,
 * marked as changing meanwhile: the same request again finishes what a stop left. Stock is set to what is said, and never
 * below what buyers have ordered.
 * @returns how many products Medusa now shows otherwise
 * @throws shop_not_found, shop_closed, product_not_found, variant_not_found, variant_repeated, variant_options_wrong, variant_without_price,
 *   product_without_variant, sku_taken, sku_repeated, stock_below_reserved, category_not_found, picture_not_found, image_invalid,
 *   image_limit_reached, product_not_accepted, marketplace_incomplete, money_wrong_currency, import_running
 */
export const editProductWorkflow = createWorkflow("pasaj-edit-own-product", (input: EditProductInput) => {
  const shop = findShopOfImportStep(input.shop_id)
  const edited = editProductStep(transform({ input, shop }, (all) => ({ ...all.input, shop: all.shop })))
  return new WorkflowResponse(showPlacesStep(edited))
})
