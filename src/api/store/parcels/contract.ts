import { z } from "@medusajs/framework/zod"

import { moneyAnswer, nextActionAnswer, type Endpoint } from "../../endpoint"
import { ParcelAnswer, ShopOrderAnswer } from "../../merchant/shop-orders/contract"

const CustodyAnswer = z.strictObject({
  custody: z.strictObject({
    order_id: z.string(),
    display_id: z.int(),
    total: moneyAnswer,
    held: moneyAnswer.describe("of the buyer's money, what still waits in the shops' holds (K2)"),
    shop_orders: z.array(ShopOrderAnswer.omit({ merchant_id: true })),
    next_actions: z.array(nextActionAnswer).describe("what I may do next with all of the order"),
  }),
})

export const buyerEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/store/orders/:id/custody",
    caller: "customer",
    summary: "Where the money of one of my orders is, shop by shop, and what I may do next",
    status: 200,
    answer: CustodyAnswer,
    errors: ["order_not_found"],
  },
  {
    method: "POST",
    path: "/store/parcels/:id/consent",
    caller: "customer",
    summary: "I am satisfied with this parcel (K4)",
    description: "Releases the parcel's money to its merchant, at once and for good. Before the carrier reports delivery, it is also the evidence of delivery.",
    status: 200,
    answer: z.strictObject({ parcel: ParcelAnswer }),
    errors: ["parcel_not_found", "wrong_state", "consent_already_given", "consent_window_closed", "objection_open", "delivery_before_dispatch", "clock_goes_back"],
  },
]
