import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import { statesOf } from "../../../domain/machine"
import { settlementMachine } from "../../../domain/settlement"

/**
 * A merchant's request to be paid (K5). Where to is copied from the payout account, so that a later change of the Sheba
 * does not move money on its way; `due_on` is the latest day of arrival, by the calendar edition it names (K6).
 */
export const MerchantSettlement = model.define("merchant_settlement", {
  id: model.id({ prefix: "setl" }).primaryKey(),
  merchant_id: model.text(),
  state: model.enum(statesOf(settlementMachine)),
  currency: model.text(),
  amount_minor: minorColumn(),
  payout_account_id: model.text(),
  sheba: model.text(),
  holder: model.text(),
  requested_at: model.dateTime(),
  requested_by: model.text(),
  due_on: model.text(),
  calendar_version: model.number(),
  extension_reason: model.text().nullable(),
  approved_at: model.dateTime().nullable(),
  approved_by: model.text().nullable(),
  paid_at: model.dateTime().nullable(),
  withdrawn_at: model.dateTime().nullable(),
})
