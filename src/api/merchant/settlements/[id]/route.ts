import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { oneSettlement } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await oneSettlement(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids))
}
