import type { MedusaResponse } from "@medusajs/framework/http"
import { Modules } from "@medusajs/framework/utils"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { UNFINISHED } from "../../../modules/merchant/places"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { GuardedRequest } from "../../guard"
import { rowsWithin } from "../../merchant-scope"
import { findShop } from "../shops/answer"
import type { PlacedProductAnswer, ProductsQuery } from "./contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof ProductsQuery>>, res: MedusaResponse) => {
  const { limit, after, shop_id } = req.validatedQuery
  const ofShop = shop_id === undefined ? {} : { shop_id: (await findShop(req.scope, shop_id, req.scopeOfMember)).id }
  const places = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).listShopProducts(
    { ...rowsWithin(req.scopeOfMember), ...ofShop, source_digest: { $ne: UNFINISHED }, removed_at: null, ...(after ? { product_id: { $gt: after } } : {}) },
    { take: limit, order: { product_id: "ASC" } },
  )
  const ids = places.map(({ product_id }) => product_id)
  const listed = ids.length === 0 ? [] : await req.scope.resolve(Modules.PRODUCT).listProducts({ id: ids }, { take: ids.length })
  const products = places.map(({ product_id, shop_id, source_handle, wanted, picked, blocks, shown, withdrawal_exemption }): z.infer<typeof PlacedProductAnswer> => {
    const product = listed.find(({ id }) => id === product_id)
    return {
      id: product_id, shop_id, source_handle, wanted, picked, blocks: blocks as string[], published: shown, withdrawal_exemption,
      handle: product?.handle ?? null, title: product?.title ?? source_handle, thumbnail: product?.thumbnail ?? null,
    }
  })
  res.json({ products })
}
