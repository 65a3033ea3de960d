import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../adapters/clock"
import type { GuardedRequest } from "../../../guard"
import { oneDelegation } from "../../../merchant/delegations/answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await oneDelegation(req.scope, req.params.id ?? "", await now(req.scope), "admin"))
}
