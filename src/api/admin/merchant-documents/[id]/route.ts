import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { documentWithContent } from "../../../merchant/documents/answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await documentWithContent(req.scope, req.params.id ?? ""))
}
