import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { deleteInventoryItemWorkflow } from "@medusajs/medusa/core-flows"

import { OF_SHOP, type ShopOfImport } from "./medusa-input"

type Item = { id: string; sku: string | null; metadata?: Record<string, unknown> | null; variants?: ({ id: string } | null)[] | null }

/** Medusa knows an SKU once in the whole marketplace; a shop's SKUs are told apart by its handle. */
export const skuIn = (shopHandle: string, sku: string): string => `${shopHandle}/${sku}`

/**
 * Which of the SKUs are taken already, and by which variant (its own or its inventory item's) or inventory item. Items of
 * the shop's imports without any variant were left by a crash between the two, and are removed: they would be in the way.
 * Every other item is the host's: it stays, and holds its SKU.
 */
export async function holdersOf(container: MedusaContainer, shop: ShopOfImport, skus: string[]): Promise<Map<string, string>> {
  if (skus.length === 0) return new Map()
  const variants = await container.resolve(Modules.PRODUCT).listProductVariants({ sku: skus }, { select: ["id", "sku"], take: skus.length })
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "inventory_item", fields: ["id", "sku", "metadata", "variants.id"], filters: { sku: skus } })
  const items = (data as Item[]).map(({ id, sku, metadata, variants: linked }) => {
    const stranger = metadata?.[OF_SHOP] === shop.id ? undefined : id
    return { id, sku: sku ?? "", holder: linked?.find((each) => each)?.id ?? stranger }
  })
  const left = items.filter(({ holder }) => holder === undefined)
  if (left.length > 0) await deleteInventoryItemWorkflow(container).run({ input: left.map(({ id }) => id) })
  return new Map([
    ...items.flatMap(({ sku, holder }): [string, string][] => (holder === undefined ? [] : [[sku, holder]])),
    ...variants.map(({ id, sku }): [string, string] => [sku ?? "", id]),
  ])
}
