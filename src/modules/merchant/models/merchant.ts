import { model } from "@medusajs/framework/utils"

import { merchantMachine } from "../../../domain/merchant"
import { statesOf } from "../../../domain/machine"

/** The natural or legal person that rents; the subject of verification and of the balance (K10). */
export const Merchant = model.define("pasaj_merchant", {
  id: model.id({ prefix: "mer" }).primaryKey(),
  state: model.enum(statesOf(merchantMachine)),
  kind: model.enum(["natural", "legal"]),
  licensed: model.boolean(),
  name: model.text().searchable(),
  national_id: model.text().nullable(),
  company_id: model.text().nullable(),
  licence_number: model.text().nullable(),
  phone: model.text(),
  city: model.text().nullable(),
  address: model.text(),
  postal_code: model.text().nullable(),
  licence_expires_on: model.text().nullable(),
  reviewer_id: model.text().nullable(),
  verified_at: model.dateTime().nullable(),
  review_note: model.text().nullable(),
  applied_at: model.dateTime(),
})
