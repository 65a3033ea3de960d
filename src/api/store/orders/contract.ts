import { z } from "@medusajs/framework/zod"

import { gates, moneyPlaces, parties } from "../../../domain/timeline"
import { instantAnswer, moneyAnswer, nextActionAnswer, type Endpoint } from "../../endpoint"
import { shopOrderStates } from "../../merchant/shop-orders/contract"

const Piece = z.strictObject({
  place: z.enum(moneyPlaces).describe("where it is; `merchant`: released, and no longer the buyer's"),
  amount: moneyAnswer,
  subject: z.string().describe("the shop order, parcel or settlement it is in"),
  gate: z.enum(gates).nullable().describe("what it waits for; null when for nothing"),
  waits_for: z.enum(parties).nullable(),
  since: instantAnswer.nullable(),
  until: instantAnswer.nullable().describe("at the latest, where there is such an instant"),
})

const Event = z.strictObject({
  at: instantAnswer,
  life: z.string().describe("what moved: shop order, hold, parcel, consent window, payment"),
  subject: z.string(),
  event: z.string(),
  to: z.string().nullable().describe("the state it moved to"),
  by: z.string().describe("who did it: customer, member, operator or system"),
  for: z.string().nullable().describe("the assignment under which an operator acted for the merchant (K14); a buyer is not told which"),
  amount: moneyAnswer.nullable(),
})

export const TimelineAnswer = z.strictObject({
  timeline: z.strictObject({
    order_id: z.string(),
    display_id: z.int(),
    at: instantAnswer,
    refund_due: moneyAnswer.nullable().describe("on its way back to the buyer; a merchant is not told"),
    parts: z.array(z.strictObject({
      shop_order_id: z.string(),
      shop_id: z.string(),
      state: shopOrderStates,
      amount: moneyAnswer,
      money: z.array(Piece),
      events: z.array(Event),
      next_actions: z.array(nextActionAnswer).describe("what the caller may do next"),
    })),
    next_actions: z.array(nextActionAnswer).describe("what the caller may do next with all of the order"),
  }),
})

const summary = (whose: string) => `The money of ${whose}: where it is, which gate it waits at, until when, and what I may do`

export const timelineEndpoints: Endpoint[] = [
  { method: "GET", path: "/store/orders/:id/timeline", caller: "customer", summary: summary("one of my orders"), status: 200, answer: TimelineAnswer, errors: ["order_not_found"] },
  { method: "GET", path: "/merchant/shop-orders/:id/timeline", caller: "member", delegable: "order.dispatch", summary: summary("my part of an order"), status: 200, answer: TimelineAnswer, errors: ["shop_order_not_found"] },
  { method: "GET", path: "/admin/orders/:id/timeline", caller: "operator", summary: summary("one order"), status: 200, answer: TimelineAnswer, errors: ["order_not_found"] },
]
