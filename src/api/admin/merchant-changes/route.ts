import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { listChanges } from "../../../modules/merchant/changes"
import { merchantsOf } from "../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../guard"
import { changeAnswer } from "../../merchant/merchants/verification-answer"
import type { ChangesQuery } from "../../merchant/merchants/verification-contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof ChangesQuery>>, res: MedusaResponse) => {
  const { limit, after, merchant_id, decided } = req.validatedQuery
  const changes = await merchantsOf(req.scope).reading((manager) => listChanges(manager, { merchant_id, after, limit, open: decided === undefined }))
  res.json({ changes: changes.map(changeAnswer) })
}
