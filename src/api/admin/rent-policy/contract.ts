import { z } from "@medusajs/framework/zod"

import type { Endpoint } from "../../endpoint"

const Seller = z.strictObject({
  name: z.string().trim().min(2).max(200),
  identifier: z.string().trim().min(2).max(60).nullable().describe("an economic code or a company's id"),
  address: z.string().trim().min(5).max(500).nullable(),
})
const months = z.enum(["gregorian", "jalali"])

export const RentPolicyBody = z.strictObject({
  grace_days: z.int().min(0).max(60).optional().describe("how long a shop still sells after its paid time"),
  months: months.optional().describe("by which months new leases and fiscal years run"),
  reminder_days: z.array(z.int().min(1).max(90)).max(5).optional().describe("how many days before the end a merchant is reminded"),
  quote_minutes: z.int().min(5).max(10_080).optional().describe("how long a quote is kept to"),
  payment_minutes: z.int().min(5).max(10_080).optional().describe("how long a payer who has gone to a provider is waited for, before its invoice may be paid another way or withdrawn"),
  renewal_lead_days: z.int().min(1).max(30).optional().describe("how many days before the end a lease is renewed from the balance, where it may"),
  seller: Seller.optional().describe("who issues the invoices, as it is printed on them"),
  reason: z.string().trim().min(3).max(500),
})

const RentPolicyAnswer = z.strictObject({
  version: z.int(),
  grace_days: z.int(),
  months,
  reminder_days: z.array(z.int()),
  quote_minutes: z.int(),
  payment_minutes: z.int(),
  renewal_lead_days: z.int(),
  seller: Seller,
  reason: z.string(),
  author: z.string(),
})

const one = z.strictObject({ rent_policy: RentPolicyAnswer })

export const rentPolicyEndpoints: Endpoint[] = [
  { method: "GET", path: "/admin/rent-policy", caller: "operator", summary: "The rent policy in force", status: 200, answer: one, errors: [] },
  {
    method: "POST",
    path: "/admin/rent-policy",
    caller: "operator",
    summary: "Put a new edition of the rent policy in force",
    description: "For what is quoted, issued and paid from now on; a lease keeps the edition it was last paid under. What is not named stays as it was.",
    body: RentPolicyBody,
    status: 201,
    answer: one,
    errors: [],
  },
]
