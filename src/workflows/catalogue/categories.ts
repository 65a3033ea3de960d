import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

const CHUNK = 500

type Categorised = { id: string; categories?: ({ id: string } | null)[] | null }

/** The categories of products, as Medusa has them now; a product that is gone is absent. */
export async function categoriesOf(container: MedusaContainer, productIds: string[]): Promise<Map<string, string[]>> {
  const ids = [...new Set(productIds)]
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const found = new Map<string, string[]>()
  for (let start = 0; start < ids.length; start += CHUNK) {
    const { data } = await query.graph({ entity: "product", fields: ["id", "categories.id"], filters: { id: ids.slice(start, start + CHUNK) } })
    for (const { id, categories } of data as Categorised[]) found.set(id, (categories ?? []).flatMap((category) => (category ? [category.id] : [])))
  }
  return found
}
