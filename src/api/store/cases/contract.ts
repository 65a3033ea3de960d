import { z } from "@medusajs/framework/zod"

import { objectionReasons } from "../../../domain/dispute"
import { CaseAnswer } from "../../admin/cases/contract"
import type { Endpoint } from "../../endpoint"
import { ParcelAnswer } from "../../merchant/shop-orders/contract"

export const ObjectionBody = z.strictObject({
  reason: z.enum(objectionReasons),
  text: z.string().trim().min(3).max(2000).describe("what is wrong, in the buyer's own words"),
})

const parcel = z.strictObject({ parcel: ParcelAnswer })
const one = z.strictObject({ case: CaseAnswer })

export const objectionEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/store/parcels/:id/objection",
    caller: "customer",
    summary: "I am not satisfied with this parcel (K4, K7)",
    description: "Stops the parcel's clock, keeping the time that was left, and opens a case. Also before the parcel has come, such as with 'not_received'. Its money stays held until the case is decided or withdrawn.",
    body: ObjectionBody,
    status: 201,
    answer: one,
    errors: ["parcel_not_found", "wrong_state", "consent_already_given", "consent_window_closed", "objection_open", "withdrawal_exempt", "clock_goes_back"],
  },
  {
    method: "POST",
    path: "/store/cases/:id/withdrawal",
    caller: "customer",
    summary: "I take my objection back: the time that was left goes on, or the parcel's delivery is waited for again",
    status: 200,
    answer: one,
    errors: ["case_not_found", "wrong_state", "clock_goes_back"],
  },
  {
    method: "POST",
    path: "/store/parcels/:id/extension",
    caller: "customer",
    summary: "I need more time: once, where the carrier itself never reported the delivery",
    status: 200,
    answer: parcel,
    errors: [
      "parcel_not_found", "wrong_state", "consent_already_given", "consent_window_closed", "objection_open", "extension_used", "tracking_not_stale", "clock_goes_back",
    ],
  },
]
