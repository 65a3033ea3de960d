import { z } from "@medusajs/framework/zod"

import { instantAnswer, moneyAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const CaseAnswer = z.strictObject({
  id: z.string(),
  parcel_id: z.string(),
  order_id: z.string(),
  state: z.enum(["opened", "decided", "withdrawn"]),
  kind: z.enum(["objection", "loss"]),
  reason: z.string(),
  text: z.string(),
  amount: moneyAnswer.describe("of the parcel: what the case is about"),
  verdict: z.enum(["merchant", "buyer", "split"]).nullable(),
  refund: moneyAnswer.nullable().describe("what the verdict gives back to the buyer"),
  note: z.string().nullable().describe("the operator's reasons"),
  opened_at: instantAnswer,
  closed_at: instantAnswer.nullable(),
})

export const VerdictBody = z.strictObject({
  for: z.enum(["merchant", "buyer", "split"]),
  refund_minor: z.int().optional().describe("what goes back to the buyer, in minor units: for a split only"),
  note: z.string().trim().min(3).max(2000).describe("the reasons, which both sides read"),
})

const one = z.strictObject({ case: CaseAnswer })

export const caseEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/cases",
    caller: "operator",
    summary: "Cases, the oldest first",
    query: pageQuery.extend({ state: CaseAnswer.shape.state.optional(), order_id: z.string().optional() }),
    status: 200,
    answer: z.strictObject({ cases: z.array(CaseAnswer) }),
    errors: [],
  },
  { method: "GET", path: "/admin/cases/:id", caller: "operator", summary: "A case", status: 200, answer: one, errors: ["case_not_found"] },
  {
    method: "POST",
    path: "/admin/cases/:id/verdict",
    caller: "operator",
    summary: "Decide a case, finally: the parcel's money is released, becomes due to the buyer, or is split (K7, K17)",
    description: "A parcel that is not known to have arrived can only be given back: record its delivery first for any other verdict.",
    body: VerdictBody,
    status: 200,
    answer: one,
    errors: ["case_not_found", "wrong_state", "verdict_needs_delivery", "verdict_amount_wrong", "account_overdrawn", "clock_goes_back"],
  },
]
