import { model } from "@medusajs/framework/utils"

import { roles } from "../../../domain/merchant"

/** A person's role in a merchant, read on every request. */
export const MerchantMember = model.define("merchant_member", {
  id: model.id({ prefix: "mem" }).primaryKey(),
  merchant_id: model.text(),
  person_id: model.text(),
  role: model.enum([...roles]),
})
