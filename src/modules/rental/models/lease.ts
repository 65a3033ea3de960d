import { model } from "@medusajs/framework/utils"

import { statesOf } from "../../../domain/machine"
import { leaseMachine } from "../../../domain/rental"

/**
 * One shop's contract; a shop has at most one that has not ended. `ends_on` is the end of its last paid period,
 * `due_at` the instant of its next move by time. Its shop must be told of its last change (`changes` counts them) at
 * `tell_at`, real time, null once it was. Its shop sells until `closes_at`; `remind_at` and `renew_at` are when it is looked at
 * before that. A renewal goes by `planned_plan` and `planned_term`, where the merchant has said so.
 */
export const ShopLease = model.define("shop_lease", {
  id: model.id({ prefix: "lease" }).primaryKey(),
  shop_id: model.text(),
  merchant_id: model.text(),
  plan_version_id: model.text(),
  state: model.enum(statesOf(leaseMachine)),
  months: model.enum(["gregorian", "jalali"]),
  policy_version: model.number(),
  trial: model.boolean(),
  ends_on: model.text().nullable(),
  closes_at: model.dateTime().nullable(),
  remind_at: model.dateTime().nullable(),
  renew_at: model.dateTime().nullable(),
  auto_renew: model.boolean(),
  renewal_refused: model.text().nullable(),
  leaving: model.boolean(),
  planned_plan: model.text().nullable(),
  planned_term: model.number().nullable(),
  due_at: model.dateTime().nullable(),
  changes: model.number(),
  tell_at: model.dateTime().nullable(),
})
