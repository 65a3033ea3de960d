import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import { statesOf } from "../../../domain/machine"
import { invoiceMachine } from "../../../domain/rental"

/**
 * One rent invoice, numbered without gaps in its fiscal year. `price_minor` is the tariff's; less a discount and the
 * credit of an upgrade it is `net_minor`. Its payment collection has no order; `look_at` is when to look
 * there for money, in real time.
 */
export const RentInvoice = model.define("rent_invoice", {
  id: model.id({ prefix: "rinv" }).primaryKey(),
  fiscal_year: model.number(),
  sequence: model.number(),
  lease_id: model.text(),
  shop_id: model.text(),
  merchant_id: model.text(),
  plan_version_id: model.text(),
  purpose: model.enum(["start", "renew", "upgrade"]),
  state: model.enum(statesOf(invoiceMachine)),
  term_months: model.number(),
  currency: model.text(),
  price_minor: minorColumn(),
  discount_minor: minorColumn(),
  credit_minor: minorColumn(),
  net_minor: minorColumn(),
  tax_minor: minorColumn(),
  total_minor: minorColumn(),
  issued_at: model.dateTime(),
  payment_collection_id: model.text().nullable(),
  payment_started_at: model.dateTime().nullable(),
  look_at: model.dateTime().nullable(),
  provider_id: model.text().nullable(),
  payment_id: model.text().nullable(),
  paid_at: model.dateTime().nullable(),
})
