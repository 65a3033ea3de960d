import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import { shopOrderMachine } from "../../../domain/escrow"
import { statesOf } from "../../../domain/machine"

/** One shop's part of an order, as its desk sees it (K3). */
export const ShopOrder = model.define("shop_order", {
  id: model.id({ prefix: "sord" }).primaryKey(),
  order_id: model.text(),
  display_id: model.number(),
  shop_id: model.text(),
  merchant_id: model.text(),
  state: model.enum(statesOf(shopOrderMachine)),
  currency: model.text(),
  amount_minor: minorColumn(),
  placed_at: model.dateTime(),
})
