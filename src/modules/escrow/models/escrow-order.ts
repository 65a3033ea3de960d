import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"

/** What we know of one Medusa order: its sum, and the share that is the marketplace's own. */
export const EscrowOrder = model.define("escrow_order", {
  order_id: model.text().primaryKey(),
  display_id: model.number(),
  currency: model.text(),
  total_minor: minorColumn(),
  own_income_minor: minorColumn(),
  own_tax_minor: minorColumn(),
  placed_at: model.dateTime(),
})
