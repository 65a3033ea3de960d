import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { oneShopOrder } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await oneShopOrder(req.scope, req.params.id ?? "", req.scopeOfMember))
}
