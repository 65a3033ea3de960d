import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import { shopFactsOf } from "../../../adapters/shop-facts"
import { offeredByCart, offeredByVariants, type Offered } from "../../../adapters/storefront"
import { refuse } from "../../../domain/errors"
import { isPublished, sells, SHOP_STOPPED } from "../../../domain/shop"

/**
 * Refuses the first item that may not be bought. The time is asked together with the items, for every cart waits here.
 * @throws shop_not_selling, product_not_for_sale
 */
async function requireForSale(req: MedusaRequest, asked: Promise<Offered[]>): Promise<void> {
  const [offered, at] = await Promise.all([asked, now(req.scope)])
  for (const { title, wanted, blocks, ...shop } of offered) {
    if (!sells(shopFactsOf(shop), at) || blocks.includes(SHOP_STOPPED)) refuse("shop_not_selling", { title })
    if (!isPublished({ wanted, blocks })) refuse("product_not_for_sale", { title })
  }
}

const variantOf = (item: unknown): string[] =>
  typeof item === "object" && item !== null && "variant_id" in item && typeof item.variant_id === "string" ? [item.variant_id] : []

/** The variants a request would put into a cart: one item, or a new cart's items. */
function variantsIn(body: unknown): string[] {
  const items = typeof body === "object" && body !== null && "items" in body && Array.isArray(body.items) ? (body.items as unknown[]) : []
  return [...variantOf(body), ...items.flatMap(variantOf)]
}

/** Nothing of a shop that does not sell comes into a cart. @throws shop_not_selling, product_not_for_sale */
export async function guardItems(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): Promise<void> {
  const variants = variantsIn(req.body)
  if (variants.length > 0) await requireForSale(req, offeredByVariants(req.scope, variants))
  next()
}

/** What lay in the cart when its shop stopped is not sold any more. @throws shop_not_selling, product_not_for_sale */
export async function guardCompletion(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): Promise<void> {
  await requireForSale(req, offeredByCart(req.scope, req.params.id ?? ""))
  next()
}
