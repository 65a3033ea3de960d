import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import { parcelMachine } from "../../../domain/escrow"
import { statesOf } from "../../../domain/machine"

/** One fulfilment of one shop's part, with its tracking code (K4). */
export const EscrowParcel = model.define("escrow_parcel", {
  id: model.id({ prefix: "prcl" }).primaryKey(),
  shop_order_id: model.text(),
  hold_id: model.text(),
  order_id: model.text(),
  merchant_id: model.text(),
  state: model.enum(statesOf(parcelMachine)),
  carrier: model.text(),
  tracking_code: model.text(),
  currency: model.text(),
  amount_minor: minorColumn(),
  fulfillment_id: model.text().nullable(),
  packed_at: model.dateTime(),
  handed_over_at: model.dateTime().nullable(),
  delivered_at: model.dateTime().nullable(),
  delivery_evidence: model.enum(["carrier", "buyer", "operator"]).nullable(),
  delivery_note: model.text().nullable(),
  fulfillment_delivered: model.boolean(),
})
