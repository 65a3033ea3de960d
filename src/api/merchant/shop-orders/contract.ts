import { z } from "@medusajs/framework/zod"

import { consentWindowMachine, holdMachine, parcelMachine, shopOrderMachine } from "../../../domain/escrow"
import { statesOf } from "../../../domain/machine"
import { instantAnswer, moneyAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const DispatchBody = z.strictObject({
  carrier: z.string().trim().min(2).max(60).describe("such as 'Iran Post'"),
  tracking_code: z.string().min(1).max(60).describe("the carrier's code; spaces and case do not matter (K4)"),
  items: z.array(z.strictObject({ line_item_id: z.string(), quantity: z.int().min(1) })).min(1).max(200).optional()
    .describe("what goes into this parcel; everything not yet sent, where absent"),
})

export const WindowAnswer = z.strictObject({
  state: z.enum(statesOf(consentWindowMachine)),
  policy: z.string(),
  opened_at: instantAnswer.nullable(),
  due_at: instantAnswer.nullable().describe("silence until then counts as satisfaction; null while an objection is open"),
  remaining_ms: z.int().nullable().describe("the time an open objection keeps for later"),
})

export const ParcelAnswer = z.strictObject({
  id: z.string(),
  shop_order_id: z.string(),
  order_id: z.string(),
  state: z.enum(statesOf(parcelMachine)),
  carrier: z.string(),
  tracking_code: z.string(),
  amount: moneyAnswer,
  handed_over_at: instantAnswer.nullable(),
  delivered_at: instantAnswer.nullable(),
  delivery_evidence: z.enum(["carrier", "buyer", "operator"]).nullable(),
  items: z.array(z.strictObject({ line_item_id: z.string(), quantity: z.int(), amount: moneyAnswer })),
  window: WindowAnswer.nullable(),
  open_case: z.strictObject({ id: z.string(), kind: z.enum(["objection", "loss"]), reason: z.string() }).nullable(),
  next_actions: z.array(nextActionAnswer),
})

export const ShopOrderAnswer = z.strictObject({
  id: z.string(),
  order_id: z.string(),
  display_id: z.int(),
  shop_id: z.string(),
  merchant_id: z.string(),
  state: z.enum(statesOf(shopOrderMachine)),
  amount: moneyAnswer,
  hold: z.strictObject({
    id: z.string(),
    state: z.enum(statesOf(holdMachine)),
    remaining: moneyAnswer.describe("what the ledger still holds of it"),
  }),
  lines: z.array(z.strictObject({
    line_item_id: z.string(), title: z.string(), quantity: z.int(), amount: moneyAnswer, cancelled: z.boolean(),
    withdrawal_exemption: z.string().nullable().describe("as it stood when the order was placed"),
  })),
  parcels: z.array(ParcelAnswer),
  placed_at: instantAnswer,
  next_actions: z.array(nextActionAnswer),
})

export const shopOrderStates = ShopOrderAnswer.shape.state
const one = z.strictObject({ shop_order: ShopOrderAnswer })
export const many = z.strictObject({ shop_orders: z.array(ShopOrderAnswer) })

export const shopOrderEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/shop-orders",
    caller: "member",
    delegable: "order.dispatch",
    summary: "My part of the orders, the newest first (K3, K18, P1)",
    query: pageQuery.extend({ state: shopOrderStates.optional(), shop_id: z.string().optional() }),
    status: 200,
    answer: many,
    errors: [],
  },
  { method: "GET", path: "/merchant/shop-orders/:id", caller: "member", delegable: "order.dispatch", summary: "One of them", status: 200, answer: one, errors: ["shop_order_not_found"] },
  {
    method: "POST",
    path: "/merchant/shop-orders/:id/acceptance",
    caller: "member",
    permission: "order.dispatch",
    delegable: "order.dispatch",
    summary: "Start work: paid becomes preparing (P3)",
    description: "Refused until the part is paid in full (P2).",
    status: 200,
    answer: one,
    errors: ["shop_order_not_found", "wrong_state"],
  },
  {
    method: "POST",
    path: "/merchant/shop-orders/:id/parcels",
    caller: "member",
    permission: "order.dispatch",
    delegable: "order.dispatch",
    summary: "Hand over with a tracking code (K4, P4)",
    description: "A part may be sent in several parcels: each has its own amount, window and release. Medusa's fulfilment and shipment are made underneath.",
    body: DispatchBody,
    status: 201,
    answer: one,
    errors: ["shop_order_not_found", "wrong_state", "tracking_code_invalid", "nothing_left_to_ship", "line_not_in_shop_order", "quantity_not_left"],
  },
]
