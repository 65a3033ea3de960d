import { defineMiddlewares } from "@medusajs/framework/http"

import { contract } from "./contract"
import { guard, merchantCors } from "./guard"

export default defineMiddlewares({
  routes: [
    { matcher: "/merchant/*", middlewares: [merchantCors] },
    ...contract.map(guard),
  ],
})
