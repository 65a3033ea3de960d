import { z } from "@medusajs/framework/zod"

import type { Endpoint } from "../../../../endpoint"

export const ListedProductsBody = z.strictObject({
  product_ids: z.array(z.string().max(100)).max(5_000).refine((ids) => new Set(ids).size === ids.length, "each product once")
    .describe("the products that stay listed; an empty list leaves the choice to age"),
})

const listing = z.strictObject({
  product_limit: z.int().nullable().describe("how many products the plan lists; null is without limit"),
  wanted: z.int().describe("products the merchant wants in the storefront"),
  picked: z.int().describe("of these, the ones picked to stay"),
  over_limit: z.int().describe("of these, the ones the limit keeps out"),
})

export const listedProductEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/shops/:id/listed-products",
    caller: "member",
    summary: "How the shop's products stand to its plan's limit",
    status: 200,
    answer: z.strictObject({ listing }),
    errors: ["shop_not_found"],
  },
  {
    method: "POST",
    path: "/merchant/shops/:id/listed-products",
    caller: "member",
    permission: "catalogue.manage",
    delegable: "catalogue.manage",
    summary: "Say which products stay listed when the plan has room for fewer (K15)",
    description: "Picked products stay first, then the oldest; the newest leave. What is left out carries the block 'over_limit', and comes back when there is room.",
    body: ListedProductsBody,
    status: 200,
    answer: z.strictObject({ listing }),
    errors: ["shop_not_found", "shop_closed", "product_not_found", "product_limit_reached"],
  },
]
