import { z } from "@medusajs/framework/zod"

import { instantAnswer, moneyAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const ChargebackBody = z.strictObject({
  order_id: z.string().min(1),
  provider: z.string().regex(/^[A-Za-z0-9_.-]{2,60}$/, "the payment provider's id").describe("such as pp_system_default"),
  reference: z.string().trim().min(1).max(80).describe("the bank's reference: the same again changes nothing"),
  amount_minor: z.int().min(1),
  fee_minor: z.int().min(0).default(0).describe("what the bank charges for it"),
})
export const ChargebackEndBody = z.strictObject({
  reference: z.string().trim().min(1).max(80).describe("the bank's reference of its decision: the same again changes nothing"),
  note: z.string().trim().min(3).max(500),
})

export const ChargebackAnswer = z.strictObject({
  id: z.string(),
  order_id: z.string(),
  provider: z.string(),
  reference: z.string(),
  state: z.enum(["taken", "won", "lost"]),
  amount: moneyAnswer,
  fee: moneyAnswer,
  at: instantAnswer,
  end: z.strictObject({ reference: z.string(), note: z.string(), at: instantAnswer }).nullable(),
})

const one = z.strictObject({ chargeback: ChargebackAnswer })

export const chargebackEndpoints: Endpoint[] = [
  {
    method: "GET", path: "/admin/chargebacks", caller: "operator", summary: "Chargebacks, the oldest first",
    query: pageQuery.extend({ state: ChargebackAnswer.shape.state.optional(), order_id: z.string().optional() }),
    status: 200, answer: z.strictObject({ chargebacks: z.array(ChargebackAnswer) }), errors: [],
  },
  {
    method: "POST", path: "/admin/chargebacks", caller: "operator", body: ChargebackBody,
    summary: "The bank took a payment back",
    description: "Holds give first, then what was released to the merchants, below zero if it must; the rest is the marketplace's loss.",
    status: 201, answer: one, errors: ["order_not_found", "chargeback_too_large", "chargeback_reference_used"],
  },
  {
    method: "POST", path: "/admin/chargebacks/:id/win", caller: "operator", body: ChargebackEndBody,
    summary: "The bank gave the payment back",
    description:
      "Every account gets what it gave; the bank's fee stays spent. What the holds gave follows its units: what waits still waits with its money again, " +
      "a released parcel's is the merchant's, a refunded parcel's and cancelled units' the buyer's.",
    status: 200, answer: one, errors: ["chargeback_not_found", "wrong_state"],
  },
  {
    method: "POST", path: "/admin/chargebacks/:id/loss", caller: "operator", body: ChargebackEndBody,
    summary: "The bank keeps the payment, finally", status: 200, answer: one, errors: ["chargeback_not_found", "wrong_state"],
  },
]
