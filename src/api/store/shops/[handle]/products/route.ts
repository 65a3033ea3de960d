import type { MedusaResponse } from "@medusajs/framework/http"
import type { HttpTypes } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, ProductStatus, QueryContext } from "@medusajs/framework/utils"
import type { z } from "@medusajs/framework/zod"
import { wrapProductsWithTaxPrices, type RequestWithContext } from "@medusajs/medusa/api/store/products/helpers"
import { prepareInventoryQuantityFields, wrapVariantsWithInventoryQuantityForSalesChannel } from "@medusajs/medusa/api/utils/middlewares/index"

import { now } from "../../../../../adapters/clock"
import { shopFactsOf } from "../../../../../adapters/shop-facts"
import { sells } from "../../../../../domain/shop"
import { PASAJ_MERCHANT } from "../../../../../modules/merchant"
import type MerchantModuleService from "../../../../../modules/merchant/service"
import { shownProducts } from "../../../../../modules/merchant/storefront"
import { shopForBuyers } from "../../answer"
import type { ShopProductsQuery } from "../../contract"

/** What Medusa's own types say of a variant differs from one of its files to the next. */
type Variant = { id: string; manage_inventory?: boolean }
type Request = RequestWithContext<unknown, z.infer<typeof ShopProductsQuery>>

/** Those of the products that are sold in the publishable key's channels, as Medusa's own list keeps to them. */
async function inChannels(req: Request, ids: string[]): Promise<string[]> {
  const { sales_channel_id } = req.filterableFields as { sales_channel_id?: string[] }
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "product_sales_channel", fields: ["product_id"], filters: { product_id: ids, sales_channel_id } })
  const sold = new Set((data as { product_id: string }[]).map(({ product_id }) => product_id))
  return ids.filter((id) => sold.has(id))
}

/** The products of the ids as Medusa's own list tells them, in the order of the ids; what Medusa does not publish is not among them. */
async function productsOf(req: Request, ids: string[]): Promise<HttpTypes.StoreProduct[]> {
  const { fields, withInventoryQuantity } = prepareInventoryQuantityFields(req.queryConfig.fields, { relation: "variants" })
  const prices = req.pricingContext ? { variants: { calculated_price: QueryContext({ ...req.pricingContext }) } } : {}
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "product",
    fields: [...new Set(["id", ...fields])],
    filters: { id: ids, status: ProductStatus.PUBLISHED },
    context: prices,
  }, { locale: req.locale })
  const products = data as HttpTypes.StoreProduct[]
  const variants = products.flatMap((product) => product.variants ?? []) as Variant[]
  if (withInventoryQuantity) await wrapVariantsWithInventoryQuantityForSalesChannel(req, variants)
  await wrapProductsWithTaxPrices(req, products)
  return ids.flatMap((id) => products.find((product) => product.id === id) ?? [])
}

export const GET = async (req: Request, res: MedusaResponse) => {
  const { limit, after } = req.validatedQuery
  const at = await now(req.scope)
  const shop = await shopForBuyers(req.scope, req.params.handle ?? "", at)
  const open = sells(shopFactsOf(shop), at)
  const ids = open ? await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => shownProducts(manager, shop.id, limit + 1, after)) : []
  const page = ids.slice(0, limit)
  res.json({ products: page.length === 0 ? [] : await productsOf(req, await inChannels(req, page)), next: ids.length > limit ? (page.at(-1) ?? null) : null })
}
