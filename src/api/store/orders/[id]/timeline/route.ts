import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../../guard"
import { timelineOf } from "../../timeline"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await timelineOf(req.scope, { order_id: req.params.id ?? "", customer_id: req.auth_context.actor_id }, "buyer"))
}
