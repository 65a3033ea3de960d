import type { MedusaResponse } from "@medusajs/framework/http"

import type { ShopOrderState } from "../../../domain/escrow"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import type EscrowModuleService from "../../../modules/escrow/service"
import type { GuardedRequest } from "../../guard"
import { rowsWithin } from "../../merchant-scope"
import { shopOrderAnswers } from "./answer"

type Query = { limit: number; after?: string; state?: ShopOrderState; shop_id?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after, state, shop_id } = req.validatedQuery
  const rows = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).listShopOrders(
    { $and: [rowsWithin(req.scopeOfMember), { ...(state ? { state } : {}), ...(shop_id ? { shop_id } : {}), ...(after ? { id: { $lt: after } } : {}) }] },
    { take: limit, order: { id: "DESC" } },
  )
  res.json({ shop_orders: await shopOrderAnswers(req.scope, rows, "merchant") })
}
