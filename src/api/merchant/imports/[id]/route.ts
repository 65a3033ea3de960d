import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { importAnswer } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ import: await importAnswer(req.scope, req.params.id ?? "", req.scopeOfMember) })
}
