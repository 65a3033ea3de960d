import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { imageUrl } from "../../domain/catalogue/text"
import type { SourceVariant } from "../../domain/catalogue/product"
import { refuse } from "../../domain/errors"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { picturesOf } from "../../modules/merchant/pictures"
import type MerchantModuleService from "../../modules/merchant/service"
import type { ShopOfImport } from "./medusa-input"
import { holdersOf, skuIn } from "./skus"

/** The addresses of images that are named by the shop's own pictures or by their own address. @throws image_limit_reached, picture_not_found, image_invalid */
export async function imagesOf(container: MedusaContainer, shop: ShopOfImport, named: string[]): Promise<string[]> {
  if (shop.image_limit !== null && named.length > shop.image_limit) refuse("image_limit_reached", { most: shop.image_limit })
  const ids = named.filter((name) => name.startsWith("pic_"))
  const pictures = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => picturesOf(manager, shop.id, ids))
  return named.map((name) =>
    name.startsWith("pic_")
      ? (pictures.find(({ id }) => id === name)?.url ?? refuse("picture_not_found", { id: name }))
      : (imageUrl(name) ?? refuse("image_invalid", { image: name })),
  )
}

/** Categories are the marketplace's: a merchant picks among those that buyers see. @throws category_not_found */
export async function requireCategories(container: MedusaContainer, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const found = await container.resolve(Modules.PRODUCT).listProductCategories({ id: ids, is_active: true, is_internal: false }, { select: ["id"], take: ids.length })
  const missing = ids.find((id) => !found.some((category) => category.id === id))
  if (missing !== undefined) refuse("category_not_found", { id: missing })
}

/** An SKU is one variant's in the shop. `own`: the variants that may hold them already. @throws sku_taken */
export async function requireSkus(container: MedusaContainer, shop: ShopOfImport, variants: SourceVariant[], own: Set<string>): Promise<void> {
  const skus = variants.flatMap(({ sku }) => (sku === null ? [] : [sku]))
  const holders = await holdersOf(container, shop, skus.map((sku) => skuIn(shop.handle, sku)))
  const taken = skus.find((sku) => {
    const holder = holders.get(skuIn(shop.handle, sku))
    return holder !== undefined && !own.has(holder)
  })
  if (taken !== undefined) refuse("sku_taken", { sku: taken })
}
