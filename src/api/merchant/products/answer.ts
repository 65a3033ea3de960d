import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { refuse } from "../../../domain/errors"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { UNFINISHED } from "../../../modules/merchant/places"
import type MerchantModuleService from "../../../modules/merchant/service"
import { readListed } from "../../../workflows/catalogue/listed"
import { rowsWithin, type Reach } from "../../merchant-scope"
import { moneyOf } from "../../money-answer"
import type { ProductAnswer } from "./contract"

type Place = Awaited<ReturnType<MerchantModuleService["listShopProducts"]>>[number]

/** The place of one product within reach. @throws product_not_found */
export async function findPlace(container: MedusaContainer, id: string, reach: Reach): Promise<Place> {
  const [place] = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).listShopProducts({
    product_id: id, ...rowsWithin(reach), source_digest: { $ne: UNFINISHED }, removed_at: null,
  })
  return place ?? refuse("product_not_found", { id })
}

function nextActions({ product_id, wanted }: Place) {
  const path = `/merchant/products/${product_id}`
  const publication = { action: wanted ? "withdraw" : "publish", method: wanted ? ("DELETE" as const) : ("POST" as const), path: `${path}/publication` }
  return [publication, { action: "edit", method: "POST" as const, path }, { action: "remove", method: "DELETE" as const, path }]
}

/** One product within reach, with its variants as they are sold. @throws product_not_found */
export async function productAnswer(container: MedusaContainer, id: string, reach: Reach): Promise<z.infer<typeof ProductAnswer>> {
  const place = await findPlace(container, id, reach)
  const listed = await readListed(container, place)
  if (!listed) return refuse("product_not_found", { id })
  const { shop_id, source_handle, wanted, picked, shown, withdrawal_exemption } = place
  const { source, stock, currency, handle, category_ids } = listed
  const { title, description, vendor, kind, tags, images, options } = source
  return {
    id, shop_id, source_handle, handle, title, thumbnail: images[0] ?? null, wanted, picked, blocks: place.blocks as string[], published: shown, withdrawal_exemption,
    description, vendor, kind, tags, category_ids, images, options,
    variants: source.variants.map((variant) => ({
      id: variant.id,
      options: Object.fromEntries(options.map(({ name }, at) => [name, variant.values[at] ?? ""])),
      price: moneyOf(variant.price_minor, currency),
      stock: stock.get(variant.id)?.stocked ?? 0,
      reserved: stock.get(variant.id)?.reserved ?? 0,
      sku: variant.sku, barcode: variant.barcode, weight_grams: variant.weight_grams,
    })),
    next_actions: nextActions(place),
  }
}
