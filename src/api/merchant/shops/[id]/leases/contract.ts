import { z } from "@medusajs/framework/zod"

import { leaseMachine, longestTerm } from "../../../../../domain/rental"
import { statesOf } from "../../../../../domain/machine"
import { dayAnswer, moneyAnswer, nextActionAnswer } from "../../../../endpoint"

export const TakeLeaseBody = z.strictObject({
  plan: z.string().min(1).max(40).describe("the code of a plan on offer"),
  term_months: z.int().min(1).max(longestTerm),
})

/** The edition of the plan that a lease or an invoice was bought by. */
export const BoughtPlan = z.strictObject({ id: z.string(), code: z.string(), name: z.string(), version: z.int() })

export const LeaseAnswer = z.strictObject({
  id: z.string(),
  shop_id: z.string(),
  merchant_id: z.string(),
  state: z.enum(statesOf(leaseMachine)),
  plan: BoughtPlan,
  months: z.enum(["gregorian", "jalali"]).describe("by which months its terms run"),
  paid_until: dayAnswer.nullable().describe("the first day that is not paid"),
  periods: z.array(
    z.strictObject({
      id: z.string(),
      invoice_id: z.string().nullable(),
      starts_on: dayAnswer,
      ends_on: dayAnswer.describe("the first day after it"),
      net: moneyAnswer,
    }),
  ),
  next_actions: z.array(nextActionAnswer),
})
