import { z } from "@medusajs/framework/zod"

import { longestTerm, planFeatures, planLimits } from "../../../domain/rental"
import { instantAnswer, instantInput, moneyAnswer, pageQuery, type Endpoint } from "../../endpoint"

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
  trial_days: z.int().min(0).max(90).default(0).describe("how long a merchant's first shop may try it for nothing"),
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
  trial_days: z.int(),
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
  published_at: instantAnswer.nullable().describe("null while it is a draft"),
  available_from: instantAnswer.nullable(),
  available_until: instantAnswer.nullable(),
  retired_at: instantAnswer.nullable(),
})

export const PublishDraftBody = z.strictObject({
  available_from: instantInput.optional().describe("from when it is on offer; now when it is not said"),
  available_until: instantInput.nullable().default(null),
})

const FieldChange = z.strictObject({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })
const one = z.strictObject({ plan: PlanAnswer })
const unfitting = ["plan_without_price", "term_price_invalid", "term_dearer_than_shorter", "tax_rate_invalid", "money_out_of_range"] as const

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
    answer: one,
    errors: [...unfitting],
  },
  {
    method: "POST",
    path: "/admin/plans/drafts",
    caller: "operator",
    summary: "Draft a plan's next edition",
    description: "A plan has one draft at a time; drafting again replaces it. Nobody can rent by it before it is published.",
    body: PublishPlanBody,
    status: 201,
    answer: one,
    errors: [...unfitting],
  },
  {
    method: "GET",
    path: "/admin/plans/:id/preview",
    caller: "operator",
    summary: "How an edition would look to merchants, and beside the one on offer",
    status: 200,
    answer: z.strictObject({
      plan: PlanAnswer,
      on_offer: PlanAnswer.nullable(),
      changes: z.array(FieldChange).describe("what it says otherwise than the one on offer"),
      leases_keeping: z.int().describe("live leases of this plan that keep another edition until their term ends"),
    }),
    errors: ["plan_version_not_found"],
  },
  {
    method: "POST",
    path: "/admin/plans/:id/publication",
    caller: "operator",
    summary: "Publish a draft, now or from a day on (K9)",
    description: "What was on offer until then is retired at that instant; leases keep the edition they bought. Publishing it again changes nothing.",
    body: PublishDraftBody,
    status: 200,
    answer: one,
    errors: ["plan_version_not_found", "plan_offer_past", "plan_offer_taken"],
  },
  {
    method: "POST",
    path: "/admin/plans/:id/retirement",
    caller: "operator",
    summary: "Take an edition off the offer",
    description: "Leases keep it. A draft is thrown away; an edition that was to come leaves the offer as it was.",
    status: 200,
    answer: z.strictObject({ plan: PlanAnswer.nullable().describe("null when it was a draft") }),
    errors: ["plan_version_not_found"],
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
