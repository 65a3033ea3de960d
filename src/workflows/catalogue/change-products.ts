import type { MedusaContainer } from "@medusajs/framework/types"
import {
  createInventoryItemsWorkflow,
  createInventoryLevelsWorkflow,
  createProductVariantsWorkflow,
  setProductProductOptionsWorkflow,
  updateInventoryItemsWorkflow,
  updateInventoryLevelsWorkflow,
  updateProductsWorkflow,
  updateProductVariantsWorkflow,
} from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import type { Plan } from "../../domain/catalogue/plan"
import { problem, type Problem } from "../../domain/catalogue/problems"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { wantProducts } from "../../modules/merchant/listing"
import { CHANGING } from "../../modules/merchant/places"
import type MerchantModuleService from "../../modules/merchant/service"
import { inBatches, type Outcome } from "./batches"
import { compare, type Change } from "./compare"
import type { Market } from "./market"
import { inventoryInput, productFields, variantInput, type ShopOfImport } from "./medusa-input"
import { readProducts } from "./read-products"
import { holdersOf, skuIn } from "./skus"

type Changing = Plan["change"][number]

/** The SKUs the changed variants may carry: one that another variant holds is left out, and said. */
async function allowedSkus(container: MedusaContainer, shop: ShopOfImport, changes: Change[], problems: Problem[]): Promise<(sku: string | null, line: number, holder?: string) => string | undefined> {
  const rows = changes.flatMap(({ added, kept }) => [...added, ...kept.map(({ source }) => source)])
  const holders = await holdersOf(container, shop, rows.flatMap(({ sku }) => (sku === null ? [] : [skuIn(shop.handle, sku)])))
  return (sku, line, holder) => {
    if (sku === null) return undefined
    const full = skuIn(shop.handle, sku)
    const held = holders.get(full)
    if (held === undefined || held === holder) return full
    problems.push(problem(line, "sku_taken", { sku }))
    return undefined
  }
}

type SkuFor = Awaited<ReturnType<typeof allowedSkus>>

/** Brings the listed variants to what the file says: title, price, SKU (which the inventory item bears as well). */
async function keepVariants(container: MedusaContainer, changes: Change[], skuFor: SkuFor): Promise<void> {
  const kept = changes.flatMap((change) => change.kept).map((each) => ({ ...each, wished: skuFor(each.source.sku, each.source.line, each.id) }))
  if (kept.length === 0) return
  await updateProductVariantsWorkflow(container).run({
    input: { product_variants: kept.map(({ id, fields, wished }) => ({ id, ...fields, ...(wished === undefined ? {} : { sku: wished }) })) },
  })
  const updates = kept.flatMap(({ sku, wished, inventory_item_id }) =>
    wished === undefined || wished === sku || inventory_item_id === undefined ? [] : [{ id: inventory_item_id, sku: wished }],
  )
  if (updates.length > 0) await updateInventoryItemsWorkflow(container).run({ input: { updates } })
}

/** Adds variants, and the values their options need, to products that have them not. */
async function addVariants(container: MedusaContainer, shop: ShopOfImport, market: Market, changes: Change[], skuFor: SkuFor): Promise<void> {
  for (const { product_id, missingValues } of changes) {
    if (missingValues.length === 0) continue
    const update = missingValues.map(({ option_id, values }) => ({ product_option_id: option_id, add: values.map((value) => ({ value })) }))
    await setProductProductOptionsWorkflow(container).run({ input: { product_id, update } })
  }
  const rows = changes.flatMap(({ product_id, product, added }) => added.map((variant) => ({ product_id, product, variant })))
  if (rows.length === 0) return
  const skus = rows.map(({ variant }) => skuFor(variant.sku, variant.line))
  const { result: items } = await createInventoryItemsWorkflow(container).run({
    input: { items: rows.map(({ product, variant }, i) => inventoryInput(shop, market, product, variant, skus[i])) },
  })
  await createProductVariantsWorkflow(container).run({
    input: {
      product_variants: rows.map(({ product_id, product, variant }, i) => ({
        product_id, ...variantInput(market, product, variant, skus[i], items[i]?.id ?? ""),
      })),
    },
  })
}

/** Sets the stock of variants about which the file says something new. */
async function setStock(container: MedusaContainer, market: Market, changes: Change[]): Promise<void> {
  const stock = changes.flatMap((change) => change.stock).map((each) => ({ ...each, location_id: market.stock_location_id }))
  const level = ({ inventory_item_id, location_id, stocked_quantity }: (typeof stock)[number]) => ({ inventory_item_id, location_id, stocked_quantity })
  const updates = stock.filter(({ levelled }) => levelled).map(level)
  const missing = stock.filter(({ levelled }) => !levelled).map(level)
  if (updates.length > 0) await updateInventoryLevelsWorkflow(container).run({ input: { updates } })
  if (missing.length > 0) await createInventoryLevelsWorkflow(container).run({ input: { inventory_levels: missing } })
}

async function changeBatch(container: MedusaContainer, shop: ShopOfImport, market: Market, batch: Changing[]): Promise<Problem[]> {
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const problems: Problem[] = []
  const current = await readProducts(container, batch.map(({ product_id }) => product_id))
  const changes = batch.flatMap(({ product, product_id }) => {
    const there = current.get(product_id)
    return there ? [compare(market, product, there, problems)] : []
  })
  const skuFor = await allowedSkus(container, shop, changes, problems)
  await merchants.beginChange(batch.map(({ product_id }) => product_id))
  await updateProductsWorkflow(container).run({ input: { products: changes.map(({ product_id, product }) => ({ id: product_id, ...productFields(shop, product) })) } })
  failpoint("import-amid-change")
  // Before the variants, which will remember what the file said of it.
  await setStock(container, market, changes)
  await keepVariants(container, changes, skuFor)
  await addVariants(container, shop, market, changes, skuFor)
  const wished = batch.filter(({ product }) => product.wanted).map(({ product_id }) => product_id)
  const beyond = new Set(await merchants.within((manager) => wantProducts(manager, shop.id, wished)))
  for (const { product_id, product: { line, handle } } of batch) {
    if (beyond.has(product_id)) problems.push(problem(line, "unlisted_over_limit", { handle, most: shop.product_limit ?? 0 }))
  }
  // A product that found no room is left as changing, so that the same file lists it when there is some.
  await merchants.writePlaces(
    batch.map(({ product_id, digest, product }) => ({ product_id, source_digest: beyond.has(product_id) ? CHANGING : digest, wanted: product.wanted })),
  )
  return problems
}

/**
 * Brings products that are listed already to what the file now says: title, description, images, prices, stock, new
 * variants. Variants that the file lacks stay as they are, since a bad row looks the same. A crash on the way leaves
 * products marked as changing, which equal no file and are taken up again by the next import.
 */
export const changeProducts = (container: MedusaContainer, shop: ShopOfImport, market: Market, changing: Changing[]): Promise<Outcome> =>
  inBatches(changing, (batch) => changeBatch(container, shop, market, batch))
