import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../../guard"
import { timelineOf } from "../../../../store/orders/timeline"
import { findShopOrder } from "../../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const { id, order_id } = await findShopOrder(req.scope, req.params.id ?? "", req.scopeOfMember)
  res.json(await timelineOf(req.scope, { order_id, shop_order_id: id }, "merchant"))
}
