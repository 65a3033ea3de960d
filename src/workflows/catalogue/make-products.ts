import type { MedusaContainer } from "@medusajs/framework/types"
import { generateEntityId, Modules } from "@medusajs/framework/utils"
import { createInventoryItemsWorkflow, createProductsWorkflow, deleteInventoryItemWorkflow, deleteProductsWorkflow } from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import type { Listed, Plan } from "../../domain/catalogue/plan"
import { problem, type Problem } from "../../domain/catalogue/problems"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import { inBatches, type Outcome } from "./batches"
import type { Market } from "./market"
import { inventoryInput, productInput, variantInput, type ShopOfImport } from "./medusa-input"
import { holdersOf, skuIn } from "./skus"

type Begun = Listed & { id: string }

/** Addresses in the storefront: the shop's handle before the product's. Where another shop's reads the same, a tail tells them apart. */
async function handlesFor(container: MedusaContainer, shop: ShopOfImport, batch: Begun[]): Promise<string[]> {
  const wished = batch.map(({ product }) => `${shop.handle}-${product.handle}`)
  const taken = await container.resolve(Modules.PRODUCT).listProducts({ handle: wished }, { select: ["id", "handle"], take: wished.length })
  const handles = new Set(taken.map(({ handle }) => handle))
  return wished.map((handle, i) => (handles.has(handle) ? `${handle}-${(batch[i]?.id ?? "").slice(-8).toLowerCase()}` : handle))
}

/** Makes the inventory items, then the products with their variants and prices, then notes that they are finished. */
async function makeBatch(container: MedusaContainer, shop: ShopOfImport, market: Market, batch: Begun[]): Promise<Problem[]> {
  const problems: Problem[] = []
  const handles = await handlesFor(container, shop, batch)
  const rows = batch.flatMap(({ product }) => product.variants.map((variant) => ({ product, variant })))
  const holders = await holdersOf(container, shop, rows.flatMap(({ variant }) => (variant.sku === null ? [] : [skuIn(shop.handle, variant.sku)])))
  const skus = rows.map(({ variant: { sku, line } }) => {
    if (sku === null) return undefined
    if (!holders.has(skuIn(shop.handle, sku))) return skuIn(shop.handle, sku)
    problems.push(problem(line, "sku_taken", { sku }))
    return undefined
  })

  const { result: items } = await createInventoryItemsWorkflow(container).run({
    input: { items: rows.map(({ product, variant }, i) => inventoryInput(shop, market, product, variant, skus[i])) },
  })
  const variants = rows.map(({ product, variant }, i) => variantInput(market, product, variant, skus[i], items[i]?.id ?? ""))
  failpoint("import-after-inventory")
  let next = 0
  const products = batch.map(({ id, product }, i) => {
    const own = variants.slice(next, next + product.variants.length)
    next += own.length
    return productInput(shop, market, id, handles[i] ?? "", product, own)
  })
  try {
    await createProductsWorkflow(container).run({ input: { products } })
  } catch (error) {
    await deleteInventoryItemWorkflow(container).run({ input: items.map(({ id }) => id) })
    throw error
  }
  failpoint("import-after-products")
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).writePlaces(
    batch.map(({ id, digest, product }) => ({ product_id: id, source_digest: digest, wanted: product.wanted })),
  )
  return problems
}

/**
 * Makes the products of a shop, as drafts. Their places are written first: a crash at any point leaves places of products
 * that are not finished, never products without a place, and the next import makes those anew. A product that was begun
 * and never finished has never been shown, so it is simply deleted. What the shop's plan has no room for is not begun.
 */
export async function makeProducts(container: MedusaContainer, shop: ShopOfImport, market: Market, plan: Pick<Plan, "make" | "remake">): Promise<Outcome> {
  const halfMade = plan.remake.filter(({ present }) => present).map(({ product_id }) => product_id)
  if (halfMade.length > 0) await deleteProductsWorkflow(container).run({ input: { ids: halfMade } })

  const begun = [...plan.make, ...plan.remake].map(({ product, digest }) => ({ product, digest, id: generateEntityId(undefined, "prod") }))
  if (begun.length === 0) return { done: 0, problems: [] }
  const { reserved, beyond } = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).reservePlaces(
    shop.id,
    begun.map(({ id, product }) => ({ product_id: id, source_handle: product.handle, wanted: product.wanted })),
    plan.remake.map(({ product_id }) => product_id),
  )
  failpoint("import-after-places")
  const [ours, leftOut] = [new Set(reserved), new Set(beyond)]
  const made = await inBatches(begun.filter(({ id }) => ours.has(id)), (batch) => makeBatch(container, shop, market, batch))
  const told = begun.filter(({ id }) => leftOut.has(id)).map(({ product: { line, handle } }) => problem(line, "over_limit", { handle, most: shop.product_limit ?? 0 }))
  return { done: made.done, problems: [...made.problems, ...told] }
}
