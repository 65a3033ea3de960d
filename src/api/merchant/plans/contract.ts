import { z } from "@medusajs/framework/zod"

import { longestTerm, planFeatures, planLimits } from "../../../domain/rental"
import { instantAnswer, moneyAnswer, pageQuery, type Endpoint } from "../../endpoint"

const code = z.string().min(2).max(40).regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "small letters, digits and single hyphens")
const termMonths = z.int().min(1).max(longestTerm)
const features = z.strictObject(Object.fromEntries(planFeatures.map((name) => [name, z.boolean()])) as Record<(typeof planFeatures)[number], z.ZodBoolean>)
const limit = z.int().min(0).nullable().describe("null is without limit")
const limits = z.strictObject(Object.fromEntries(planLimits.map((name) => [name, limit])) as Record<(typeof planLimits)[number], typeof limit>)

export const PublishPlanBody = z.strictObject({
  code,
  name: z.string().trim().min(2).max(120),
  tier: z.int().min(1).max(100).describe("ranks plans, 1 is the most basic"),
  currency: z.string().regex(/^[a-z]{3}$/, "a three-letter currency code in small letters"),
  tax_basis_points: z.int().min(0).max(10_000),
  features,
  limits,
  prices: z.array(z.strictObject({ term_months: termMonths, price_minor: z.int().positive() })).min(1).max(longestTerm),
})

export const PlanAnswer = z.strictObject({
  id: z.string().describe("of this edition"),
  code: z.string(),
  name: z.string(),
  tier: z.int(),
  version: z.int(),
  currency: z.string(),
  tax_basis_points: z.int(),
  features,
  limits,
  prices: z.array(
    z.strictObject({
      term_months: z.int(),
      net: moneyAnswer,
      tax: moneyAnswer,
      total: moneyAnswer,
      saving: moneyAnswer.describe("net, against paying the same time month by month"),
    }),
  ),
  published_at: instantAnswer,
  retired_at: instantAnswer.nullable(),
})

const many = z.strictObject({ plans: z.array(PlanAnswer) })

export const planEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/plans",
    caller: "member",
    summary: "Plans on offer (K9, K15)",
    description: "The most basic first, each with its price for every term offered and what the term saves. No plan takes a commission (K8).",
    status: 200,
    answer: many,
    errors: [],
  },
  {
    method: "POST",
    path: "/admin/plans",
    caller: "operator",
    summary: "Publish a plan (K9)",
    description: "Under a known code a new edition takes the place of the one on offer, unless it says the same; leases keep the edition they bought.",
    body: PublishPlanBody,
    status: 201,
    answer: z.strictObject({ plan: PlanAnswer }),
    errors: ["plan_without_price", "term_price_invalid", "term_dearer_than_shorter", "tax_rate_invalid", "money_out_of_range"],
  },
  {
    method: "GET",
    path: "/admin/plans",
    caller: "operator",
    summary: "Every edition of every plan",
    query: pageQuery,
    status: 200,
    answer: many,
    errors: [],
  },
]
