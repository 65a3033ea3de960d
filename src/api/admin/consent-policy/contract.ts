import { z } from "@medusajs/framework/zod"

import type { Endpoint } from "../../endpoint"

const preset = z.enum(["kerkere", "ir-ecl", "eu-14"])
const days = (most: number) => z.int().min(1).max(most)
const reminderHours = z.array(z.int().min(1).max(720)).max(5)

const unit = z.enum(["calendar_days", "business_days"])
const window = z.strictObject({ starts: z.enum(["delivery", "dispatch"]), length: days(90), unit })
const exemptWindow = z.strictObject({ length: days(90), unit })

export const ConsentPolicyBody = z.strictObject({
  preset: preset.optional().describe("a window by its name: 7 calendar days, 7 business days, or 14 days from delivery"),
  window: window.optional().describe("any other window. One from dispatch does not lapse before the parcel is known to have arrived, and leaves the buyer exempt_window from then"),
  exempt_window: exemptWindow.optional().describe("for parcels of which everything is exempt from withdrawal: the time to say that it is broken or another one"),
  extension_days: days(30).optional().describe("what the buyer may add once, when the carrier never spoke"),
  silent_after_days: days(90).optional().describe("after so many days without a word of the carrier a parcel comes to the operators' queue"),
  link_days: days(90).optional().describe("how long a link to answer without a sign-in may be used"),
  reminder_hours: reminderHours.optional().describe("how long before the end the buyer is reminded"),
  reason: z.string().trim().min(3).max(500),
}).refine((body) => body.preset === undefined || body.window === undefined, "Say a preset or a window, not both.")

const ConsentPolicyAnswer = z.strictObject({
  version: z.int(),
  preset: z.enum([...preset.options, "custom"]),
  window,
  exempt_window: exemptWindow,
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
