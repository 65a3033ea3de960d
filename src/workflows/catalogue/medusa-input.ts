import type { CreateProductWorkflowInputDTO } from "@medusajs/framework/types"
import { ProductStatus } from "@medusajs/framework/utils"

import { toMedusa } from "../../adapters/medusa-money"
import type { SourceProduct, SourceVariant } from "../../domain/catalogue/product"
import type { Market } from "./market"

/** A shop whose products are made or changed, and what its plan allows; null is without limit. */
export type ShopOfImport = { id: string; handle: string; merchant_id: string; product_limit: number | null; image_limit: number | null }

/** The mark on the inventory items that an import made, with the shop's id: only those may it ever remove. */
export const OF_SHOP = "pasaj_shop"

/** What a merchant calls a variant: its options. */
export const variantTitle = (variant: SourceVariant): string => variant.values.join(" / ")

export const optionsOf = (product: SourceProduct, variant: SourceVariant): Record<string, string> =>
  Object.fromEntries(product.options.map(({ name }, i) => [name, variant.values[i] ?? ""]))

/** The parts of a product that a changed file changes. */
export const productFields = (shop: ShopOfImport, product: SourceProduct) => ({
  title: product.title,
  description: product.description ?? "",
  images: product.images.map((url) => ({ url })),
  thumbnail: product.images[0] ?? null,
  ...(product.category_ids === undefined ? {} : { category_ids: product.category_ids }),
  metadata: { shop_id: shop.id, vendor: product.vendor, kind: product.kind, tags: product.tags },
})

/** The same of a variant. What the file said of its stock is kept, so that a later file is only obeyed where it says something new. */
export const variantFields = (variant: SourceVariant) => ({
  title: variantTitle(variant),
  ...(variant.weight_grams === null ? {} : { weight: variant.weight_grams }),
  ...(variant.image === null ? {} : { thumbnail: variant.image }),
  // Two merchants sell goods of one barcode, and Medusa knows a barcode once: it is not the variant's own.
  metadata: { barcode: variant.barcode, source_sku: variant.sku, source_stock: variant.stock },
})

export const priceIn = (market: Market, variant: SourceVariant) => ({
  currency_code: market.currency, amount: toMedusa({ minor: variant.price_minor, currency: market.currency }),
})

/** An inventory item of the shop's own for a variant, with its stock at the shared location. */
export const inventoryInput = (shop: ShopOfImport, market: Market, product: SourceProduct, variant: SourceVariant, sku: string | undefined) => ({
  ...(sku === undefined ? {} : { sku }),
  title: `${product.title} · ${variantTitle(variant)}`,
  requires_shipping: true,
  metadata: { [OF_SHOP]: shop.id },
  location_levels: [{ location_id: market.stock_location_id, stocked_quantity: variant.stock }],
})

/** A variant as Medusa makes it. What is not in stock is not sold, whatever the file's policy was elsewhere (R7). */
export const variantInput = (market: Market, product: SourceProduct, variant: SourceVariant, sku: string | undefined, inventoryItemId: string) => ({
  ...variantFields(variant),
  ...(sku === undefined ? {} : { sku }),
  options: optionsOf(product, variant),
  manage_inventory: true,
  allow_backorder: false,
  prices: [priceIn(market, variant)],
  inventory_items: [{ inventory_item_id: inventoryItemId, required_quantity: 1 }],
})

type VariantInput = ReturnType<typeof variantInput>
/** Medusa takes the id of a product to be made; its type does not say so. */
type ProductInput = CreateProductWorkflowInputDTO & { id: string }

/** A product as Medusa makes it: a draft, until its place says that it may be shown. */
export const productInput = (shop: ShopOfImport, market: Market, id: string, handle: string, product: SourceProduct, variants: VariantInput[]): ProductInput => ({
  id, handle,
  ...productFields(shop, product),
  status: ProductStatus.DRAFT,
  options: product.options.map(({ name, values }) => ({ title: name, values })),
  variants,
  sales_channels: [{ id: market.sales_channel_id }],
  shipping_profile_id: market.shipping_profile_id,
})
