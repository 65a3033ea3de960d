import { defineMiddlewares } from "@medusajs/framework/http"

import { contract } from "./contract"
import { guard, merchantCors } from "./guard"
import { storefrontGuards } from "./store/guards/middlewares"
import { shopProductMiddlewares } from "./store/shops/[handle]/products/middlewares"

export default defineMiddlewares({
  routes: [
    { matcher: "/merchant/*", middlewares: [merchantCors] },
    ...contract.map(guard),
    shopProductMiddlewares,
    ...storefrontGuards,
  ],
})
