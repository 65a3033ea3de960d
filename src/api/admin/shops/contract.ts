import { z } from "@medusajs/framework/zod"

import { endings } from "../../../domain/standing-admins"
import { instantAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { oneShop } from "../../merchant/shops/contract"

export const CloseAnyShopBody = z.strictObject({ reason: z.string().trim().min(3).max(500).describe("what the merchant is told") })

export const UnaccompaniedAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  handle: z.string(),
  name: z.string(),
  last_assignment: z.strictObject({
    id: z.string(),
    operator: z.strictObject({ id: z.string(), name: z.string() }),
    over_at: instantAnswer,
    ending: z.enum(endings).describe("a merchant that ended it does not get another by itself"),
  }).nullable(),
  next_actions: z.array(nextActionAnswer),
})

export const shopDeskEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/admin/shops/:id/closing",
    caller: "operator",
    summary: "Close a shop for good (K12)",
    description: "By the rules of the merchant's own closing, with a reason that it reads. Closed again it stays as it is.",
    body: CloseAnyShopBody,
    status: 200,
    answer: oneShop,
    errors: ["shop_not_found", "shop_still_leased"],
  },
  {
    method: "GET",
    path: "/admin/shops-without-general-admin",
    caller: "operator",
    summary: "Open shops that have no general admin now, the oldest first (K14)",
    query: pageQuery,
    status: 200,
    answer: z.strictObject({ shops: z.array(UnaccompaniedAnswer) }),
    errors: [],
  },
]
