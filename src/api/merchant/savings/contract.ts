import { z } from "@medusajs/framework/zod"

import { dayAnswer, instantAnswer, moneyAnswer, type Endpoint } from "../../endpoint"

export const SavingsQuery = z.strictObject({
  from: dayAnswer.optional().describe("the first day; without it a year before the last"),
  until: dayAnswer.optional().describe("the last day; without it today"),
})

const basis_points = z.int().describe("of the price; 1,000 is 10 %")
const SavingsAnswer = z.strictObject({
  lines: z.array(
    z.strictObject({
      rates_version: z.int(),
      category_id: z.string().nullable().describe("of the product when it was ordered; null is the default rate"),
      basis_points,
      sales: moneyAnswer,
      commission: moneyAnswer.describe("sales x basis points / 10,000, rounded down"),
    }),
  ),
  sales: moneyAnswer.describe("what was released to the merchant in this time, less what was taken back from it"),
  commission: moneyAnswer.describe("what the reference rates would have taken"),
  rent: moneyAnswer.describe("paid in this time before tax, less what was credited"),
  saved: moneyAnswer.describe("commission - rent"),
})
const many = z.strictObject({ savings: z.array(SavingsAnswer).describe("one for each currency") })

export const ReferenceRatesBody = z.strictObject({
  rates: z.array(z.strictObject({ category_id: z.string().min(1).max(100).nullable(), basis_points: basis_points.min(0).max(10_000) })).min(1).max(1_000),
  reason: z.string().trim().min(3).max(500),
})
const RatesAnswer = z.strictObject({
  version: z.int(),
  rates: z.array(z.strictObject({ category_id: z.string().nullable(), basis_points })),
  from_at: instantAnswer,
  reason: z.string(),
  author: z.string(),
})

export const savingsEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/savings",
    caller: "member",
    summary: "What I saved: rent against a commission at the reference rates (K8)",
    description: "For one merchant, with its arithmetic. Nobody is charged a reference rate on a sale.",
    query: SavingsQuery,
    status: 200,
    answer: many,
    errors: ["merchant_choice_needed", "savings_days_wrong"],
  },
  {
    method: "GET",
    path: "/admin/merchants/:id/savings",
    caller: "operator",
    summary: "What a merchant saved: rent against a commission at the reference rates (K8)",
    query: SavingsQuery,
    status: 200,
    answer: many,
    errors: ["merchant_not_found", "savings_days_wrong"],
  },
  {
    method: "GET", path: "/admin/reference-rates", caller: "operator", summary: "Every edition of the reference rates", status: 200,
    answer: z.strictObject({ reference_rates: z.array(RatesAnswer) }), errors: [],
  },
  {
    method: "POST",
    path: "/admin/reference-rates",
    caller: "operator",
    summary: "Set the reference rates from now on",
    description: "By product category with a default, in basis points. Earlier sales keep the rates of their day.",
    body: ReferenceRatesBody,
    status: 201,
    answer: z.strictObject({ reference_rates: RatesAnswer }),
    errors: ["rate_without_default", "rate_category_twice"],
  },
]
