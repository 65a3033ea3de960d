import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import { holdMachine } from "../../../domain/escrow"
import { statesOf } from "../../../domain/machine"

/** The buyer's money for one shop's part of one order (K2). What remains of it is the ledger's to say. */
export const EscrowHold = model.define("escrow_hold", {
  id: model.id({ prefix: "hold" }).primaryKey(),
  order_id: model.text(),
  shop_order_id: model.text(),
  shop_id: model.text(),
  merchant_id: model.text(),
  state: model.enum(statesOf(holdMachine)),
  currency: model.text(),
  amount_minor: minorColumn(),
})
