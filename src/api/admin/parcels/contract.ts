import { z } from "@medusajs/framework/zod"

import { instantInput, pageQuery, type Endpoint } from "../../endpoint"
import { many, ParcelAnswer } from "../../merchant/shop-orders/contract"

export const DeliveryBody = z.strictObject({
  delivered_at: instantInput.optional().describe("when it arrived; now, where absent"),
  note: z.string().trim().min(3).max(500).describe("how you know"),
})

const one = z.strictObject({ parcel: ParcelAnswer })

export const parcelEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/parcels",
    caller: "operator",
    summary: "Parcels, the oldest first",
    query: pageQuery.extend({ state: ParcelAnswer.shape.state.optional(), order_id: z.string().optional() }),
    status: 200,
    answer: z.strictObject({ parcels: z.array(ParcelAnswer) }),
    errors: [],
  },
  { method: "GET", path: "/admin/parcels/:id", caller: "operator", summary: "A parcel", status: 200, answer: one, errors: ["parcel_not_found"] },
  {
    method: "POST",
    path: "/admin/parcels/:id/delivery",
    caller: "operator",
    summary: "Record that the parcel has arrived (P5): its consent window opens (K4)",
    body: DeliveryBody,
    status: 200,
    answer: one,
    errors: ["parcel_not_found", "wrong_state", "delivery_before_dispatch", "delivery_in_future"],
  },
  {
    method: "GET",
    path: "/admin/shop-orders",
    caller: "operator",
    summary: "The shops' parts of orders, the newest first",
    query: pageQuery.extend({ order_id: z.string().optional(), shop_id: z.string().optional() }),
    status: 200,
    answer: many,
    errors: [],
  },
]
