import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { oneMember } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await oneMember(req.scope, req.params.id ?? "", req.scopeOfMember))
}
