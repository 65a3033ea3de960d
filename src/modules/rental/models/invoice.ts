import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import { statesOf } from "../../../domain/machine"
import { invoiceMachine, invoicePurposes, payers } from "../../../domain/rental"

/**
 * One rent invoice, numbered without gaps in its fiscal year. `price_minor` is the tariff's; less a discount and the
 * credit of an upgrade it is `net_minor`; a credit above the price is `excess_minor` and buys days. The credit is that of
 * the day `as_of`; at `expire_at` it is withdrawn if it is still open. Its payment collection has no order; `look_at` is when
 * to look there for money, in real time.
 */
export const RentInvoice = model.define("rent_invoice", {
  id: model.id({ prefix: "rinv" }).primaryKey(),
  fiscal_year: model.number(),
  sequence: model.number(),
  lease_id: model.text(),
  shop_id: model.text(),
  merchant_id: model.text(),
  plan_version_id: model.text(),
  purpose: model.enum([...invoicePurposes]),
  state: model.enum(statesOf(invoiceMachine)),
  term_months: model.number(),
  currency: model.text(),
  price_minor: minorColumn(),
  discount_minor: minorColumn(),
  credit_minor: minorColumn(),
  excess_minor: minorColumn(),
  net_minor: minorColumn(),
  tax_minor: minorColumn(),
  total_minor: minorColumn(),
  as_of: model.text(),
  payable_until: model.dateTime().nullable(),
  expire_at: model.dateTime().nullable(),
  coupon_id: model.text().nullable(),
  buyer: model.json().nullable(),
  policy_version: model.number(),
  issued_at: model.dateTime(),
  payment_collection_id: model.text().nullable(),
  payment_started_at: model.dateTime().nullable(),
  look_at: model.dateTime().nullable(),
  provider_id: model.text().nullable(),
  payment_id: model.text().nullable(),
  paid_by: model.enum([...payers]).nullable(),
  paid_at: model.dateTime().nullable(),
})
