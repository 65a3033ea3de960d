import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import type { Standing } from "../../domain/catalogue/plan"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { UNFINISHED } from "../../modules/merchant/places"
import type MerchantModuleService from "../../modules/merchant/service"

/** What the shop has from these handles. */
export async function standingOf(container: MedusaContainer, shopId: string, handles: string[]): Promise<Map<string, Standing>> {
  const places = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).placesOf(shopId, handles)
  const ids = places.map(({ product_id }) => product_id)
  const products = ids.length === 0 ? [] : await container.resolve(Modules.PRODUCT).listProducts({ id: ids }, { select: ["id"], take: ids.length })
  const present = new Set(products.map(({ id }) => id))
  return new Map(
    places.map(({ source_handle, product_id, source_digest }) => [
      source_handle, { product_id, digest: source_digest, finished: source_digest !== UNFINISHED, present: present.has(product_id) },
    ]),
  )
}
