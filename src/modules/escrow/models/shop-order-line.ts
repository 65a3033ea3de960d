import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"

/** A line of the order, with the amount it was given when the order was split. */
export const ShopOrderLine = model.define("shop_order_line", {
  line_item_id: model.text().primaryKey(),
  shop_order_id: model.text(),
  title: model.text(),
  product_id: model.text().nullable(),
  category_ids: model.json().nullable(),
  withdrawal_exemption: model.text().nullable(),
  quantity: model.number(),
  amount_minor: minorColumn(),
  cancelled_at: model.dateTime().nullable(),
})
