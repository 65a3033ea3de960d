import { z } from "@medusajs/framework/zod"

import { objectionReasons } from "../../../domain/dispute"
import type { Endpoint } from "../../endpoint"
import { ParcelAnswer } from "../../merchant/shop-orders/contract"

export const LinkAnswerBody = z.strictObject({
  answer: z.enum(["consent", "objection"]),
  reason: z.enum(objectionReasons).optional().describe("needed for an objection"),
  text: z.string().trim().min(3).max(2000).optional().describe("needed for an objection"),
})

const one = z.strictObject({ parcel: ParcelAnswer })
const ofTheLink = ["consent_link_invalid", "consent_link_used", "consent_link_expired"] as const

export const consentLinkEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/store/consent-links/:token",
    caller: "anyone",
    summary: "The parcel a link speaks for",
    status: 200,
    answer: one,
    errors: [...ofTheLink],
  },
  {
    method: "POST",
    path: "/store/consent-links/:token",
    caller: "anyone",
    summary: "Answer for a parcel without a sign-in (K4)",
    description: "The link is signed, expires, and answers once. An answer that is refused does not use it up.",
    body: LinkAnswerBody,
    status: 200,
    answer: one,
    errors: [...ofTheLink, "bad_input", "wrong_state", "consent_already_given", "consent_window_closed", "objection_open", "withdrawal_exempt", "delivery_before_dispatch", "clock_goes_back"],
  },
]
