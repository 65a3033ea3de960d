import { z } from "@medusajs/framework/zod"

import type { Endpoint } from "../../endpoint"
import { SettlementAnswer, settlementPage } from "../../merchant/settlements/contract"

/** Who approved is the marketplace's own matter. */
export const ReviewedSettlementAnswer = SettlementAnswer.extend({ approved_by: z.string().nullable() })
export const oneReviewed = z.strictObject({ settlement: ReviewedSettlementAnswer })

export const settlementReviewEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/settlements",
    caller: "operator",
    summary: "Settlements, the longest waiting first",
    query: settlementPage.extend({ merchant_id: z.string().optional() }),
    status: 200,
    answer: z.strictObject({ settlements: z.array(ReviewedSettlementAnswer) }),
    errors: [],
  },
  { method: "GET", path: "/admin/settlements/:id", caller: "operator", summary: "A settlement", status: 200, answer: oneReviewed, errors: ["settlement_not_found"] },
  {
    method: "POST",
    path: "/admin/settlements/:id/approval",
    caller: "operator",
    summary: "Approve a settlement: its bank orders are planned (K6)",
    status: 200,
    answer: oneReviewed,
    errors: ["settlement_not_found", "wrong_state"],
  },
]
