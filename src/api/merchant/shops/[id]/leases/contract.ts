import { z } from "@medusajs/framework/zod"

import { leaseMachine, longestTerm } from "../../../../../domain/rental"
import { statesOf } from "../../../../../domain/machine"
import { dayAnswer, instantAnswer, moneyAnswer, nextActionAnswer } from "../../../../endpoint"

export const TakeLeaseBody = z.strictObject({
  plan: z.string().min(1).max(40).describe("the code of a plan on offer"),
  term_months: z.int().min(1).max(longestTerm),
  coupon: z.string().trim().min(2).max(40).optional(),
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
  closes_at: instantAnswer.nullable().describe("until when its shop sells, grace included"),
  trial: z.boolean(),
  auto_renew: z.boolean().describe("whether it is renewed from the balance"),
  renewal_refused: z.string().nullable().describe("why the last renewal from the balance was refused, by its code"),
  leaving: z.boolean().describe("whether it ends with its paid time"),
  next_term: z.strictObject({ plan: z.string(), term_months: z.int() }).nullable().describe("what was planned for the end of the paid time"),
  periods: z.array(
    z.strictObject({
      id: z.string(),
      invoice_id: z.string().nullable(),
      starts_on: dayAnswer,
      ends_on: dayAnswer.describe("the first day after it"),
      cut_on: dayAnswer.nullable().describe("the day on which an upgrade, a credit note or lost days ended it early"),
      plan: BoughtPlan,
      net: moneyAnswer.describe("what was really paid for it, before tax"),
    }),
  ),
  next_actions: z.array(nextActionAnswer),
})
