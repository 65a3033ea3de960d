import type { MedusaResponse } from "@medusajs/framework/http"

import { refuse } from "../../../../../domain/errors"
import { PASAJ_ESCROW } from "../../../../../modules/escrow"
import type EscrowModuleService from "../../../../../modules/escrow/service"
import { ownsOrder } from "../../../../buyer-scope"
import type { GuardedRequest } from "../../../../guard"
import { shopOrderAnswers } from "../../../../merchant/shop-orders/answer"
import { actionsOnOrder } from "../../../../merchant/shop-orders/next-actions"
import { moneyOf } from "../../../../money-answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const order_id = req.params.id ?? ""
  const escrow = req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const [order] = await escrow.listEscrowOrders({ order_id })
  if (!order || !(await ownsOrder(req.scope, order_id, req.auth_context.actor_id))) refuse("order_not_found", { id: order_id })
  const rows = await escrow.listShopOrders({ order_id }, { order: { id: "ASC" } })
  const shop_orders = await shopOrderAnswers(req.scope, rows, "buyer")
  const held = shop_orders.reduce((all, each) => all + each.hold.remaining.minor, 0)
  res.json({
    custody: {
      order_id,
      display_id: order.display_id,
      total: moneyOf(order.total_minor, order.currency),
      held: moneyOf(held, order.currency),
      shop_orders: shop_orders.map(({ merchant_id: _merchant, ...shown }) => shown),
      next_actions: actionsOnOrder(order_id, rows, "buyer"),
    },
  })
}
