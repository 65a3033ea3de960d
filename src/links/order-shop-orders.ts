import { defineLink } from "@medusajs/framework/utils"
import OrderModule from "@medusajs/medusa/order"

import EscrowModule from "../modules/escrow"

/**
 * `order.shop_orders`: the shops' parts of an order. Read-only: it follows our own indexed `order_id`, so that no link
 * table has to grow with the orders.
 */
export default defineLink(
  { linkable: OrderModule.linkable.order, field: "id" },
  { ...EscrowModule.linkable.shopOrder.id, primaryKey: "order_id" },
  { readOnly: true, isList: true },
)
