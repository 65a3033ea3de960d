import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { oneCase } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await oneCase(req.scope, req.params.id ?? ""))
}
