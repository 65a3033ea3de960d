import { z } from "@medusajs/framework/zod"

import { instantAnswer, instantInput, type Endpoint } from "../../endpoint"

export const AdvanceBody = z.strictObject({
  advance_to: instantInput.optional(),
  advance_days: z.int().min(1).max(400).optional(),
}).refine((body) => (body.advance_to === undefined) !== (body.advance_days === undefined), "give either advance_to or advance_days")

const ClockAnswer = z.strictObject({
  clock: z.strictObject({
    now: instantAnswer,
    day: z.iso.date().describe("in the marketplace's zone"),
    jalali_day: z.string(),
    zone: z.string(),
    sandbox: z.boolean().describe("whether this clock may be moved"),
  }),
})

export const clockEndpoints: Endpoint[] = [
  { method: "GET", path: "/admin/clock", caller: "operator", summary: "The marketplace's clock", status: 200, answer: ClockAnswer, errors: [] },
  {
    method: "POST",
    path: "/admin/clock",
    caller: "operator",
    summary: "Move the test clock forward, doing on the way all that falls due, in order",
    description: "Only where the plugin's option `sandbox` is on.",
    body: AdvanceBody,
    status: 200,
    answer: ClockAnswer.extend({ done: z.int().describe("rows done on the way") }),
    errors: ["clock_not_sandbox", "clock_goes_back", "clock_too_far"],
  },
]
