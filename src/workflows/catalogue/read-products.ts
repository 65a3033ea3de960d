import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

type Price = { id: string; currency_code: string; amount: number; price_list_id?: string | null; rules_count?: number | null }
type Level = { location_id: string; reserved_quantity: number }
export type CurrentVariant = {
  id: string
  sku: string | null
  metadata: Record<string, unknown> | null
  options: { value: string; option?: { title: string } | null }[]
  inventory_items?: { inventory_item_id: string; inventory?: { location_levels?: (Level | null)[] } | null }[]
  price_set?: { prices?: Price[] } | null
}
export type CurrentProduct = {
  id: string
  options: { id: string; title: string; values: { value: string }[] }[]
  variants: CurrentVariant[]
}

const fields = [
  "id", "options.id", "options.title", "options.values.value",
  "variants.id", "variants.sku", "variants.metadata", "variants.options.value", "variants.options.option.title",
  "variants.inventory_items.inventory_item_id",
  "variants.inventory_items.inventory.location_levels.location_id", "variants.inventory_items.inventory.location_levels.reserved_quantity",
  "variants.price_set.prices.*",
]

/** What Medusa has of the products, as far as an import may change it. */
export async function readProducts(container: MedusaContainer, ids: string[]): Promise<Map<string, CurrentProduct>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "product", fields, filters: { id: ids } })
  return new Map((data as CurrentProduct[]).map((product) => [product.id, product]))
}
