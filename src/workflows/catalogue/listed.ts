import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { fromMedusa } from "../../adapters/medusa-money"
import type { ListedSource } from "../../domain/catalogue/draft"

type Price = { currency_code: string; amount: number; price_list_id?: string | null; rules_count?: number | null }
type Level = { stocked_quantity: number; reserved_quantity: number; location_id: string }
type Variant = {
  id: string
  sku: string | null
  weight: number | null
  thumbnail: string | null
  metadata: Record<string, unknown> | null
  options: { value: string; option?: { title: string } | null }[]
  inventory_items?: { inventory_item_id: string; inventory?: { location_levels?: (Level | null)[] } | null }[]
  price_set?: { prices?: Price[] } | null
}
type Product = {
  id: string
  handle: string
  title: string
  description: string | null
  metadata: Record<string, unknown> | null
  images: { url: string }[]
  categories?: ({ id: string } | null)[]
  options: { title: string; values: { value: string }[] }[]
  variants: Variant[]
}

/** What a variant has in stock, and what buyers have ordered of it already. */
export type Stocked = { inventory_item_id: string; stocked: number; reserved: number; location_id: string | undefined }
/** A shop's product as Medusa has it, in our own words. */
export type ListedProduct = { id: string; handle: string; currency: string; category_ids: string[]; source: ListedSource; stock: Map<string, Stocked> }

const fields = [
  "id", "handle", "title", "description", "metadata", "images.url", "categories.id", "options.title", "options.values.value",
  "variants.id", "variants.sku", "variants.weight", "variants.thumbnail", "variants.metadata", "variants.options.value", "variants.options.option.title",
  "variants.inventory_items.inventory_item_id", "variants.inventory_items.inventory.location_levels.location_id",
  "variants.inventory_items.inventory.location_levels.stocked_quantity", "variants.inventory_items.inventory.location_levels.reserved_quantity",
  "variants.price_set.prices.*",
]

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null)
const plainPrices = ({ price_set }: Variant): Price[] => (price_set?.prices ?? []).filter((price) => !price.price_list_id && !price.rules_count)

function stockOf({ inventory_items }: Variant): Stocked | null {
  const item = inventory_items?.[0]
  const level = item?.inventory?.location_levels?.find((each) => each)
  return item ? { inventory_item_id: item.inventory_item_id, stocked: level?.stocked_quantity ?? 0, reserved: level?.reserved_quantity ?? 0, location_id: level?.location_id } : null
}

/** What the product would be in a file that says exactly what is listed. */
function sourceOf(product: Product, currency: string, place: { source_handle: string; wanted: boolean }): ListedSource {
  const { title, description, metadata, images, variants } = product
  const tags = Array.isArray(metadata?.["tags"]) ? metadata["tags"].filter((tag) => typeof tag === "string") : []
  return {
    line: 0, handle: place.source_handle, wanted: place.wanted, title, description: description || null,
    vendor: textOf(metadata?.["vendor"]), kind: textOf(metadata?.["kind"]), tags, images: images.map(({ url }) => url),
    options: product.options.map((option) => ({ name: option.title, values: option.values.map(({ value }) => value) })),
    variants: variants.map((variant) => {
      const price = plainPrices(variant).find((each) => each.currency_code === currency)
      const remembered = variant.metadata?.["source_stock"]
      return {
        id: variant.id, line: 0, image: variant.thumbnail, weight_grams: variant.weight,
        values: product.options.map((option) => variant.options.find((each) => each.option?.title === option.title)?.value ?? ""),
        sku: textOf(variant.metadata?.["source_sku"]), barcode: textOf(variant.metadata?.["barcode"]),
        stock: typeof remembered === "number" ? remembered : (stockOf(variant)?.stocked ?? 0),
        price_minor: price ? fromMedusa(price.amount, currency).minor : 0,
      }
    }),
  }
}

/** A product of a shop as Medusa has it; null when Medusa has it no more. A product is priced in one currency, that of its first price. */
export async function readListed(container: MedusaContainer, place: { product_id: string; source_handle: string; wanted: boolean }): Promise<ListedProduct | null> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "product", fields, filters: { id: place.product_id } })
  const [product] = data as Product[]
  if (!product) return null
  const currency = product.variants.flatMap(plainPrices)[0]?.currency_code ?? "xxx"
  return {
    id: product.id, handle: product.handle, currency,
    category_ids: (product.categories ?? []).flatMap((category) => category?.id ?? []),
    source: sourceOf(product, currency, place),
    stock: new Map(product.variants.flatMap((variant) => {
      const stock = stockOf(variant)
      return stock ? [[variant.id, stock] as const] : []
    })),
  }
}
