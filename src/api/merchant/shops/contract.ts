import { z } from "@medusajs/framework/zod"

import { handlePattern } from "../../../domain/shop"
import { instantAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const OpenShopBody = z.strictObject({
  handle: z.string().min(3).max(60).regex(handlePattern, "small letters, digits and single hyphens"),
  name: z.string().trim().min(2).max(120),
  guild: z.string().trim().min(2).max(60).describe("the trade, such as 'clothing'"),
  story: z.string().trim().max(4000).nullable().default(null),
  dispatch_address: z.string().trim().min(5).max(500),
})

export const ShopAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  handle: z.string(),
  name: z.string(),
  guild: z.string(),
  story: z.string().nullable(),
  dispatch_address: z.string(),
  status: z.enum(["draft", "open", "on_vacation", "rent_ended", "stopped", "closed"]).describe("derived, never set"),
  leased_until: instantAnswer.nullable(),
  next_actions: z.array(nextActionAnswer),
})

const one = z.strictObject({ shop: ShopAnswer })

export const shopEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/shops",
    caller: "member",
    permission: "shop.manage",
    summary: "Take a shop (K12)",
    description: "A draft until its rent is paid. A merchant may have many, in any guild.",
    body: OpenShopBody,
    status: 201,
    answer: one,
    errors: ["merchant_choice_needed", "merchant_not_verified", "shop_handle_taken"],
  },
  {
    method: "GET",
    path: "/merchant/shops",
    caller: "member",
    summary: "My shops, in the order in which they were taken",
    query: pageQuery,
    status: 200,
    answer: z.strictObject({ shops: z.array(ShopAnswer) }),
    errors: [],
  },
  { method: "GET", path: "/merchant/shops/:id", caller: "member", summary: "One of my shops", status: 200, answer: one, errors: ["shop_not_found"] },
]
