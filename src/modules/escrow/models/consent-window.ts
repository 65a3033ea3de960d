import { model } from "@medusajs/framework/utils"

import { consentWindowMachine } from "../../../domain/escrow"
import { statesOf } from "../../../domain/machine"

/** The buyer's time to be satisfied or to object, with the policy that was in force when the parcel left. */
export const ConsentWindow = model.define("consent_window", {
  id: model.id({ prefix: "cwin" }).primaryKey(),
  parcel_id: model.text(),
  state: model.enum(statesOf(consentWindowMachine)),
  policy: model.json(),
  policy_version: model.number(),
  extended_by_buyer: model.boolean(),
  calendar_version: model.number().nullable(),
  opened_at: model.dateTime().nullable(),
  due_at: model.dateTime().nullable(),
  remaining_ms: model.float().nullable(),
  closed_at: model.dateTime().nullable(),
})
