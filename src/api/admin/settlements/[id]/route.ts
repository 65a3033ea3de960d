import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { reviewedSettlement } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await reviewedSettlement(req.scope, req.params.id ?? ""))
}
