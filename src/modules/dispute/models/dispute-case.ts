import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import { caseMachine } from "../../../domain/dispute"
import { statesOf } from "../../../domain/machine"

/** A dispute about one parcel, with the operator's verdict when there is one. */
export const DisputeCase = model.define("dispute_case", {
  id: model.id({ prefix: "case" }).primaryKey(),
  parcel_id: model.text(),
  order_id: model.text(),
  merchant_id: model.text(),
  state: model.enum(statesOf(caseMachine)),
  kind: model.enum(["objection", "loss"]),
  reason: model.text(),
  text: model.text(),
  currency: model.text(),
  amount_minor: minorColumn(),
  opened_at: model.dateTime(),
  verdict: model.enum(["merchant", "buyer", "split"]).nullable(),
  refund_minor: model.float().nullable(),
  note: model.text().nullable(),
  closed_at: model.dateTime().nullable(),
})
