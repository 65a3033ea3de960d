import type { MiddlewareRoute } from "@medusajs/framework/http"

import { hideStopped } from "./hiding"
import { guardCompletion, guardItems } from "./selling"

/**
 * What cannot be bought is not for sale (decision 6), also in the moments between a shop's stop and the batch that
 * unpublishes its products. Route middlewares, not hooks: a hook of Medusa's takes one handler in the whole process, and
 * that one is the host's.
 */
export const storefrontGuards: MiddlewareRoute[] = [
  { matcher: "/store/carts", methods: ["POST"], middlewares: [guardItems] },
  { matcher: "/store/carts/:id/line-items", methods: ["POST"], middlewares: [guardItems] },
  { matcher: "/store/carts/:id/complete", methods: ["POST"], middlewares: [guardCompletion] },
  { matcher: "/store/products", methods: ["GET"], middlewares: [hideStopped("id")] },
  { matcher: "/store/products/:id", methods: ["GET"], middlewares: [hideStopped("id")] },
  { matcher: "/store/product-variants", methods: ["GET"], middlewares: [hideStopped("product_id")] },
  { matcher: "/store/product-variants/:id", methods: ["GET"], middlewares: [hideStopped("product_id")] },
]
