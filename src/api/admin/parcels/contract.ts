import { z } from "@medusajs/framework/zod"

import type { ErrorCode } from "../../../domain/errors"
import { instantAnswer, instantInput, pageQuery, type Endpoint } from "../../endpoint"
import { many, ParcelAnswer } from "../../merchant/shop-orders/contract"

export const DeliveryBody = z.strictObject({
  delivered_at: instantInput.optional().describe("when it arrived; now, where absent"),
  note: z.string().trim().min(3).max(500).describe("how you know"),
  evidence: z.enum(["carrier", "operator"]).default("operator").describe("whose word it is: by the carrier's own, tracking is not stale, and the buyer's free extension is not to be had"),
})

export const LossBody = z.strictObject({ note: z.string().trim().min(3).max(500).describe("how you know") })

export const ExtensionBody = z.strictObject({
  days: z.int().min(1).max(30),
  reason: z.string().trim().min(3).max(500),
})

export const extensionErrors = [
  "parcel_not_found", "wrong_state", "consent_already_given", "consent_window_closed", "objection_open", "clock_goes_back",
] as const satisfies ErrorCode[]

const LinkAnswer = z.strictObject({
  token: z.string().describe("told here and in the event pasaj.consent_link only: we keep its hash"),
  path: z.string(),
  expires_at: instantAnswer.describe("it lives longer while the parcel may still be answered for"),
})

const one = z.strictObject({ parcel: ParcelAnswer })

export const parcelEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/parcels",
    caller: "operator",
    summary: "Parcels, the oldest first",
    query: pageQuery.extend({
      state: ParcelAnswer.shape.state.optional(),
      order_id: z.string().optional(),
      silent: z.enum(["true"]).optional().describe("only those whose carrier has been silent for longer than the policy allows"),
    }),
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
    errors: ["parcel_not_found", "wrong_state", "delivery_before_dispatch", "delivery_in_future", "clock_goes_back"],
  },
  {
    method: "POST",
    path: "/admin/parcels/:id/loss",
    caller: "operator",
    summary: "Record that the carrier has lost the parcel: a case opens",
    body: LossBody,
    status: 200,
    answer: one,
    errors: ["parcel_not_found", "wrong_state", "clock_goes_back"],
  },
  {
    method: "POST",
    path: "/admin/parcels/:id/extension",
    caller: "operator",
    summary: "Give the buyer more time to answer for the parcel, with a reason",
    body: ExtensionBody,
    status: 200,
    answer: one,
    errors: [...extensionErrors],
  },
  {
    method: "POST",
    path: "/admin/parcels/:id/links",
    caller: "operator",
    summary: "Make a fresh link by which the buyer may answer without a sign-in; older ones count no more",
    status: 201,
    answer: z.strictObject({ link: LinkAnswer }),
    errors: ["parcel_not_found"],
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
