import { z } from "@medusajs/framework/zod"

import { invoicePurposes, longestTerm } from "../../../domain/rental"
import { dayAnswer, instantAnswer, moneyAnswer, nextActionAnswer, type Endpoint } from "../../endpoint"
import { invoiceAndLease } from "../invoices/contract"

export const couponInput = z.string().trim().min(2).max(40).describe("a coupon's code, in any case")

export const QuoteBody = z.strictObject({
  purpose: z.enum(invoicePurposes).describe("'start' a lease, 'renew' it for a further term, or 'upgrade' it at once"),
  plan: z.string().min(1).max(40).describe("the code of a plan on offer"),
  term_months: z.int().min(1).max(longestTerm),
  coupon: couponInput.optional(),
})

export const QuoteAnswer = z.strictObject({
  id: z.string(),
  shop_id: z.string(),
  lease_id: z.string().nullable(),
  purpose: z.enum(invoicePurposes),
  plan: z.string(),
  term_months: z.int(),
  coupon: z.string().nullable(),
  price: moneyAnswer.describe("the tariff's, before tax"),
  discount: moneyAnswer.describe("what the coupon takes off"),
  credit: moneyAnswer.describe("unused days of what was really paid (K15)"),
  net: moneyAnswer.describe("price - discount - credit"),
  tax: moneyAnswer,
  total: moneyAnswer,
  saving: moneyAnswer.describe("the price, against paying the same time month by month"),
  credit_left: moneyAnswer.describe("of a credit above the price; it makes the new term longer"),
  starts_on: dayAnswer.describe("if it is paid today"),
  ends_on: dayAnswer.describe("the first day after it"),
  quoted_at: instantAnswer,
  expires_at: instantAnswer,
  invoice_id: z.string().nullable().describe("the invoice that came of it"),
  next_actions: z.array(nextActionAnswer),
})

const one = z.strictObject({ quote: QuoteAnswer })

export const quoteEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/shops/:id/quotes",
    caller: "member",
    permission: "rent.pay",
    summary: "What a lease, its renewal or its upgrade would cost and do (K9, K15)",
    description: "Line by line, and kept to until it expires. An upgrade credits unused days x price really paid / days of the period, rounded down; a credit above the new price makes the new term longer.",
    body: QuoteBody,
    status: 201,
    answer: one,
    errors: [
      "shop_not_found", "shop_closed", "merchant_not_verified", "plan_not_found", "term_not_offered", "lease_already_exists", "lease_not_running", "not_an_upgrade",
      "coupon_not_valid", "coupon_used_up", "rent_credit_too_large", "money_wrong_currency",
    ],
  },
  { method: "GET", path: "/merchant/quotes/:id", caller: "member", summary: "One of my quotes", status: 200, answer: one, errors: ["quote_not_found"] },
  {
    method: "POST",
    path: "/merchant/quotes/:id/acceptance",
    caller: "member",
    permission: "rent.pay",
    summary: "Take a quote: its invoice, to the rial (K9, K15)",
    description: "The invoice says what the quote said, or there is none. Where a coupon or a credit covers all of it, it is paid at once. Taken again it answers the same invoice.",
    status: 201,
    answer: invoiceAndLease,
    errors: [
      "quote_not_found", "shop_closed", "quote_expired", "quote_stale", "merchant_not_verified", "plan_not_found", "term_not_offered", "lease_already_exists", "lease_not_running",
      "not_an_upgrade", "coupon_not_valid", "coupon_used_up", "invoice_already_open", "rent_credit_too_large", "money_wrong_currency",
    ],
  },
]
