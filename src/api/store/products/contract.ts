import { z } from "@medusajs/framework/zod"

import { exemptionKinds } from "../../../domain/withdrawal"
import type { Endpoint } from "../../endpoint"

export const WindowValues = z.strictObject({
  starts: z.enum(["delivery", "dispatch"]),
  length: z.int(),
  unit: z.enum(["calendar_days", "business_days"]),
})

export const WithdrawalTermsAnswer = z.strictObject({
  withdrawal_terms: z.strictObject({
    product_id: z.string(),
    exempt: z.boolean().describe("it cannot be given back merely because it is no longer wanted; faults may be objected to"),
    exemption: z.strictObject({ kind: z.enum(exemptionKinds), reason: z.string() }).nullable(),
    window: WindowValues.describe("how long the buyer has to answer for it, by the policy now in force; a parcel takes the policy of the day it leaves"),
  }),
})

export const ExemptionBody = z.strictObject({
  exemption: z.enum(exemptionKinds).nullable().describe("why it cannot be given back without a fault; null gives the full right"),
})

export const withdrawalEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/store/products/:id/withdrawal-terms",
    caller: "anyone",
    summary: "May this product be given back without a fault, and how long may I look at it: to be told before ordering (K4)",
    status: 200,
    answer: WithdrawalTermsAnswer,
    errors: ["product_not_found"],
  },
  {
    method: "POST",
    path: "/merchant/products/:id/withdrawal-exemption",
    caller: "member",
    permission: "catalogue.manage",
    summary: "Exempt my product from withdrawal without a fault, or give it the full right (K4)",
    description: "For orders placed from now on: an order keeps what stood when it was placed.",
    body: ExemptionBody,
    status: 200,
    answer: WithdrawalTermsAnswer,
    errors: ["product_not_found"],
  },
  {
    method: "POST",
    path: "/admin/products/:id/withdrawal-exemption",
    caller: "operator",
    summary: "Exempt a shop's product from withdrawal without a fault, or give it the full right (K4)",
    body: ExemptionBody,
    status: 200,
    answer: WithdrawalTermsAnswer,
    errors: ["product_not_found"],
  },
]
