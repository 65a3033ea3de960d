import { z } from "@medusajs/framework/zod"

import type { Endpoint } from "../../endpoint"

const preset = z.enum(["kerkere", "ir-ecl", "eu-14"])
const days = (most: number) => z.int().min(1).max(most)
const reminderHours = z.array(z.int().min(1).max(720)).max(5)

export const ConsentPolicyBody = z.strictObject({
  preset: preset.optional().describe("how long the buyer may think: 7 calendar days, 7 business days, or 14 days"),
  extension_days: days(30).optional().describe("what the buyer may add once, when the carrier never spoke"),
  silent_after_days: days(90).optional().describe("after so many days without a word of the carrier a parcel comes to the operators' queue"),
  link_days: days(90).optional().describe("how long a link to answer without a sign-in may be used"),
  reminder_hours: reminderHours.optional().describe("how long before the end the buyer is reminded"),
  reason: z.string().trim().min(3).max(500),
})

const ConsentPolicyAnswer = z.strictObject({
  version: z.int(),
  preset,
  window: z.strictObject({
    starts: z.enum(["delivery", "dispatch"]), length: z.int(), unit: z.enum(["calendar_days", "business_days"]),
  }),
  extension_days: z.int(),
  silent_after_days: z.int(),
  link_days: z.int(),
  reminder_hours: z.array(z.int()),
  reason: z.string(),
  author: z.string(),
})

const one = z.strictObject({ consent_policy: ConsentPolicyAnswer })

export const consentPolicyEndpoints: Endpoint[] = [
  { method: "GET", path: "/admin/consent-policy", caller: "operator", summary: "The consent policy in force", status: 200, answer: one, errors: [] },
  {
    method: "POST",
    path: "/admin/consent-policy",
    caller: "operator",
    summary: "Put a new edition of the consent policy in force (K4)",
    description: "It binds parcels that leave from now on; each window keeps the edition it left with. What is not named stays as it was.",
    body: ConsentPolicyBody,
    status: 201,
    answer: one,
    errors: [],
  },
]
