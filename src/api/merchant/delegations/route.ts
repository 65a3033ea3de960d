import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import type { GuardedRequest } from "../../guard"
import { delegationAnswers } from "./answer"
import type { DelegationsQuery } from "./contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof DelegationsQuery>>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  res.json(await delegationAnswers(req.scope, { merchant_ids, ...req.validatedQuery }, await now(req.scope), "merchant"))
}
