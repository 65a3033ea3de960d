import { defineMiddlewares } from "@medusajs/framework/http"

import { contract } from "./contract"
import { guard, merchantCors } from "./guard"
import { storefrontGuards } from "./store/guards/middlewares"

export default defineMiddlewares({
  routes: [
    { matcher: "/merchant/*", middlewares: [merchantCors] },
    ...contract.map(guard),
    ...storefrontGuards,
  ],
})
