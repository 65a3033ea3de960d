import type { MedusaResponse } from "@medusajs/framework/http"

import { PASAJ_ESCROW } from "../../../modules/escrow"
import type EscrowModuleService from "../../../modules/escrow/service"
import type { GuardedRequest } from "../../guard"
import { shopOrderAnswers } from "../../merchant/shop-orders/answer"

type Query = { limit: number; after?: string; order_id?: string; shop_id?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after, order_id, shop_id } = req.validatedQuery
  const rows = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).listShopOrders(
    { ...(order_id ? { order_id } : {}), ...(shop_id ? { shop_id } : {}), ...(after ? { id: { $lt: after } } : {}) },
    { take: limit, order: { id: "DESC" } },
  )
  res.json({ shop_orders: await shopOrderAnswers(req.scope, rows, "operator") })
}
