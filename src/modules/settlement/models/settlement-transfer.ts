import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import { statesOf } from "../../../domain/machine"
import { transferMachine } from "../../../domain/settlement"

/** One bank order of a settlement (K6). `bank` and `bank_reference` are set when it is paid, and stay when it comes back. */
export const SettlementTransfer = model.define("settlement_transfer", {
  id: model.id({ prefix: "trf" }).primaryKey(),
  settlement_id: model.text(),
  sequence: model.number(),
  state: model.enum(statesOf(transferMachine)),
  amount_minor: minorColumn(),
  sheba: model.text(),
  holder: model.text(),
  bank: model.text().nullable(),
  bank_reference: model.text().nullable(),
  paid_at: model.dateTime().nullable(),
  reason: model.text().nullable(),
})
