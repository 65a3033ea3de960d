import { z } from "@medusajs/framework/zod"

import { gates, moneyPlaces, parties } from "../../../domain/timeline"
import { instantAnswer, moneyAnswer, nextActionAnswer, type Endpoint } from "../../endpoint"
import { shopOrderStates } from "../../merchant/shop-orders/contract"

const Piece = z.strictObject({
  place: z.enum(moneyPlaces).describe("where it is; `merchant`: released, and no longer the buyer's; `charged_back`: the buyer's bank took it back; `overpaid`: beyond what the order is due"),
  amount: moneyAnswer,
  subject: z.string().describe("the order, shop order, parcel, settlement or refund it is in"),
  gate: z.enum(gates).nullable().describe("what it waits for; null when for nothing"),
  waits_for: z.enum(parties).nullable(),
  since: instantAnswer.nullable(),
  until: instantAnswer.nullable().describe("at the latest, where there is such an instant; of a refund that is due: when it is sent, or tried again, at the earliest"),
})

const Event = z.strictObject({
  at: instantAnswer,
  life: z.string().describe("what moved: shop order, hold, parcel, consent window, refund, payment; `money`: what left otherwise than by a parcel"),
  subject: z.string(),
  event: z.string(),
  to: z.string().nullable().describe("the state it moved to; of money: the buyer, the buyer's bank, or another account of the order"),
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
    money: z.array(Piece).describe("what is in no shop's part; a merchant is not told. With the parts' pieces, but for what is unpaid, it is what was captured"),
    events: z.array(Event).describe("of that, and of refunds of several parts at once"),
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
