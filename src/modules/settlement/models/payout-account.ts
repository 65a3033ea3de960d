import { model } from "@medusajs/framework/utils"

/** A Sheba that a merchant is paid to. A change is a new row; the current one has no `replaced_at`. */
export const PayoutAccount = model.define("payout_account", {
  id: model.id({ prefix: "poacc" }).primaryKey(),
  merchant_id: model.text(),
  sheba: model.text(),
  holder: model.text(),
  verified_at: model.dateTime(),
  usable_from: model.dateTime(),
  returned_at: model.dateTime().nullable(),
  replaced_at: model.dateTime().nullable(),
})
