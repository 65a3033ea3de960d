import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../../guard"
import { withdrawalTerms } from "../../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await withdrawalTerms(req.scope, req.params.id ?? "", "store"))
}
