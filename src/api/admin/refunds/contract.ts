import { z } from "@medusajs/framework/zod"

import { instantAnswer, moneyAnswer, pageQuery, type Endpoint } from "../../endpoint"

const reason = z.string().trim().min(3).max(500)
const lineIds = z.array(z.string().min(1)).min(1).max(200)

export const BuyerOrderCancellationBody = z.strictObject({ reason: reason.default("the buyer changed their mind") })
export const BuyerCancellationBody = BuyerOrderCancellationBody.extend({ line_item_ids: lineIds.optional().describe("only these lines; the whole part, where absent") })
export const SellerCancellationBody = z.strictObject({ reason, line_item_ids: lineIds.optional().describe("of the lines, what is in no parcel; the whole part, where absent") })
export const CustodyCancellationBody = SellerCancellationBody.extend({ shop_order_id: z.string().optional().describe("one shop's part; all of the order, where absent") })
export const RefundBody = z.strictObject({
  amount_minor: z.int().min(1),
  reason,
  reference: z.string().trim().min(1).max(80).describe("your own name for this refund: the same again changes nothing"),
})
export const ResolutionBody = z.strictObject({
  bearer: z.enum(["merchant", "marketplace", "order_income", "nobody"]).describe("whose money it was; an item without money is nobody's, but of one about a payment that nothing explains ('beyond:…') the payment is the merchant's, or the order's own income"),
  shop_order_id: z.string().optional().describe("which merchant's part, for the bearer 'merchant'"),
  made: z.boolean().optional().describe("of an item of the source 'payment' alone: whether the provider's own page says that the money moved"),
  note: reason,
})

export const RefundAnswer = z.strictObject({
  id: z.string(),
  order_id: z.string(),
  shop_order_id: z.string().nullable(),
  state: z.enum(["due", "executing", "executed", "failed"]),
  amount: moneyAnswer,
  reason: z.string(),
  execute_after: instantAnswer.describe("not executed before"),
  last_error: z.string().nullable(),
})
export const CancellationAnswer = z.strictObject({
  id: z.string(),
  order_id: z.string(),
  whole: z.boolean().describe("nothing of the order is left"),
  line_item_ids: z.array(z.string()),
  amount: moneyAnswer,
  reason: z.string(),
  in_medusa: z.boolean().describe("Medusa's order has followed"),
  refund: RefundAnswer.nullable(),
})
export const SuspenseAnswer = z.strictObject({
  id: z.string(),
  order_id: z.string(),
  state: z.enum(["open", "resolved"]),
  source: z.enum(["refund", "edit", "return", "claim", "exchange", "delivery", "payment"]),
  reference: z.string().describe("Medusa's id of what was done"),
  amount: moneyAnswer,
  note: z.string(),
  resolution: z.string().nullable(),
  found_at: instantAnswer,
})

const cancelled = z.strictObject({ cancellation: CancellationAnswer })
const item = z.strictObject({ suspense_item: SuspenseAnswer })

export const refundEndpoints: Endpoint[] = [
  {
    method: "POST", path: "/store/orders/:id/cancellation", caller: "customer", body: BuyerOrderCancellationBody,
    summary: "I cancel my whole order",
    description: "While no merchant works on its part yet: with one that does, nothing is cancelled. The money goes back the way it came.",
    status: 200, answer: cancelled, errors: ["order_not_found", "nothing_to_cancel", "part_already_sent", "cancellation_too_late"],
  },
  {
    method: "POST", path: "/store/orders/:id/shop-orders/:shop_order_id/cancellation", caller: "customer", body: BuyerCancellationBody,
    summary: "I cancel one shop's part of my order, or lines of it",
    description: "While its merchant does not work on it yet. The money goes back the way it came.",
    status: 200, answer: cancelled, errors: ["order_not_found", "shop_order_not_found", "line_not_in_shop_order", "nothing_to_cancel", "part_already_sent", "cancellation_too_late"],
  },
  {
    method: "POST", path: "/merchant/shop-orders/:id/cancellation", caller: "member", permission: "order.dispatch", delegable: "order.dispatch", body: SellerCancellationBody,
    summary: "I cannot deliver: cancel my part, or lines of it, before dispatch",
    description: "The buyer is refunded at once, and the cancellation is kept as a fact: who, when, and how long after the order was final.",
    status: 200, answer: cancelled, errors: ["shop_order_not_found", "order_not_found", "line_not_in_shop_order", "nothing_to_cancel", "part_already_sent"],
  },
  {
    method: "POST", path: "/admin/orders/:id/custody-cancellation", caller: "operator", body: CustodyCancellationBody,
    summary: "Cancel an order, one shop's part, or lines, before dispatch",
    description: "Holds give the money back; Medusa's order, its stock and its totals follow, and the payment provider refunds.",
    status: 200, answer: cancelled, errors: ["order_not_found", "shop_order_not_found", "line_not_in_shop_order", "nothing_to_cancel", "part_already_sent"],
  },
  {
    method: "POST", path: "/admin/shop-orders/:id/refund", caller: "operator", body: RefundBody,
    summary: "Refund part of a shop's part",
    description: "From its hold while that keeps money; what is more, from what its merchant was given, below zero if it must.",
    status: 200, answer: z.strictObject({ refund: RefundAnswer }), errors: ["shop_order_not_found", "refund_too_large", "refund_reference_used"],
  },
  {
    method: "GET", path: "/admin/refunds", caller: "operator", summary: "Refunds, the oldest first",
    query: pageQuery.extend({ state: RefundAnswer.shape.state.optional(), order_id: z.string().optional() }),
    status: 200, answer: z.strictObject({ refunds: z.array(RefundAnswer) }), errors: [],
  },
  {
    method: "GET", path: "/admin/suspense", caller: "operator", summary: "What was done on Medusa's order page and no rule explains, the oldest first",
    query: pageQuery.extend({ state: SuspenseAnswer.shape.state.default("open") }),
    status: 200, answer: z.strictObject({ suspense_items: z.array(SuspenseAnswer) }), errors: [],
  },
  {
    method: "POST", path: "/admin/suspense/:id/resolution", caller: "operator", body: ResolutionBody,
    summary: "Say whose money it was: a merchant's, the order's own income, or the marketplace's loss",
    status: 200, answer: item, errors: ["suspense_not_found", "wrong_state", "shop_order_not_found", "suspense_bearer_wrong", "suspense_made_wrong", "order_change_open", "order_busy"],
  },
]
