import { z } from "@medusajs/framework/zod"

import { pageQuery, type Endpoint } from "../../endpoint"

export const ProductsQuery = pageQuery.extend({ shop_id: z.string().optional() })

export const PlacedProductAnswer = z.strictObject({
  id: z.string(),
  shop_id: z.string(),
  source_handle: z.string().describe("the handle in the imported file"),
  handle: z.string().nullable().describe("the address in the storefront"),
  title: z.string(),
  thumbnail: z.string().nullable(),
  wanted: z.boolean().describe("the merchant wants it in the storefront"),
  blocks: z.array(z.string()).describe("what keeps it out of the storefront all the same, such as 'shop_stopped'"),
  published: z.boolean(),
  withdrawal_exemption: z.string().nullable().describe("why it cannot be given back without a fault, such as 'perishable_food'"),
})

export const productEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/products",
    caller: "member",
    delegable: "catalogue.manage",
    summary: "My products and their place in the storefront",
    query: ProductsQuery,
    status: 200,
    answer: z.strictObject({ products: z.array(PlacedProductAnswer) }),
    errors: ["shop_not_found"],
  },
]
