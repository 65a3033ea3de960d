import { authenticate, validateAndTransformQuery, type MiddlewareRoute } from "@medusajs/framework/http"
import { z } from "@medusajs/framework/zod"
import { listProductQueryConfig } from "@medusajs/medusa/api/store/products/query-config"
import { filterByValidSalesChannels, normalizeDataForContext, setPricingContext, setTaxContext } from "@medusajs/medusa/api/utils/middlewares/index"

import { ShopProductsQuery } from "../../contract"

/** Medusa's own query language, as far as it is the guard's: `offset` it expects, and never gets from outside. */
const query = z.object({ ...ShopProductsQuery.shape, offset: z.literal(0).default(0) })

/** What Medusa runs before its own product list, so that fields, prices and taxes of a shop's products mean the same. */
export const shopProductMiddlewares: MiddlewareRoute = {
  matcher: "/store/shops/:handle/products",
  methods: ["GET"],
  middlewares: [
    authenticate("customer", ["session", "bearer"], { allowUnauthenticated: true }),
    validateAndTransformQuery(query, listProductQueryConfig),
    filterByValidSalesChannels(),
    normalizeDataForContext(),
    setPricingContext(),
    setTaxContext(),
  ],
}
