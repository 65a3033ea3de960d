import { z } from "@medusajs/framework/zod"

import { instantAnswer, instantInput, moneyAnswer, pageQuery, type Endpoint } from "../../endpoint"

const uses = z.int().min(1).max(1_000_000).nullable().default(null)

export const CouponBody = z.strictObject({
  code: z.string().trim().min(2).max(40).regex(/^[A-Za-z0-9-]+$/, "letters, digits and hyphens").describe("people may type it in any case"),
  discount: z.union([
    z.strictObject({ basis_points: z.int().min(1).max(10_000) }),
    z.strictObject({ amount_minor: z.int().positive(), currency: z.string().regex(/^[a-z]{3}$/) }),
  ]).describe("a part of the price, or an amount"),
  plans: z.array(z.string().min(1).max(40)).min(1).max(100).nullable().default(null).describe("the codes of the plans it is good for; null is every plan"),
  valid_from: instantInput.optional().describe("now when it is not said"),
  valid_until: instantInput.nullable().default(null),
  most_uses: uses.describe("by all merchants together; null is without limit"),
  most_uses_each: uses.describe("by each merchant"),
})

const CouponAnswer = z.strictObject({
  id: z.string(),
  code: z.string(),
  basis_points: z.int().nullable(),
  amount: moneyAnswer.nullable(),
  plans: z.array(z.string()).nullable(),
  valid_from: instantAnswer,
  valid_until: instantAnswer.nullable(),
  most_uses: z.int().nullable(),
  most_uses_each: z.int().nullable(),
  uses: z.int().describe("by invoices that are not void"),
  retired_at: instantAnswer.nullable(),
  author: z.string(),
})
export type CouponAnswer = z.infer<typeof CouponAnswer>

const one = z.strictObject({ coupon: CouponAnswer })

export const couponEndpoints: Endpoint[] = [
  {
    method: "POST", path: "/admin/coupons", caller: "operator", summary: "Give a coupon for rent out", body: CouponBody, status: 201, answer: one, errors: ["coupon_exists"],
  },
  {
    method: "GET", path: "/admin/coupons", caller: "operator", summary: "Coupons for rent, by their ids", query: pageQuery, status: 200,
    answer: z.strictObject({ coupons: z.array(CouponAnswer) }), errors: [],
  },
  {
    method: "POST", path: "/admin/coupons/:id/retirement", caller: "operator", summary: "Take a coupon back", status: 200, answer: one, errors: ["coupon_not_found"],
    description: "No invoice uses it from now on; those that did keep their discount.",
  },
]
