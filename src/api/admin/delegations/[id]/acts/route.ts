import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import type { GuardedRequest } from "../../../../guard"
import { actAnswers } from "../../../../merchant/delegations/answer"
import type { ActsQuery } from "../../../../merchant/delegations/contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof ActsQuery>>, res: MedusaResponse) => {
  res.json(await actAnswers(req.scope, req.params.id ?? "", req.validatedQuery))
}
