import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"

/**
 * One paid term of a lease, from `starts_on` up to, not including, `ends_on`; `price_minor` is what was really paid
 * before tax, and is earned over its days; `tax_minor` is the tax on that money. Whatever cuts it short on `cut_on` takes
 * `credited_minor` and its tax along.
 */
export const LeasePeriod = model.define("lease_period", {
  id: model.id({ prefix: "lper" }).primaryKey(),
  lease_id: model.text(),
  plan_version_id: model.text(),
  invoice_id: model.text().nullable(),
  begins_at: model.dateTime(),
  starts_on: model.text(),
  ends_on: model.text(),
  anchored_on: model.text(),
  anchored_months: model.number(),
  currency: model.text(),
  price_minor: minorColumn(),
  tax_minor: minorColumn(),
  cut_on: model.text().nullable(),
  credited_minor: minorColumn(),
  credited_tax_minor: minorColumn(),
})
