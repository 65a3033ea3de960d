import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import type { GuardedRequest } from "../../guard"
import { delegationAnswers } from "../../merchant/delegations/answer"
import type { AdminDelegationsQuery } from "./contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof AdminDelegationsQuery>>, res: MedusaResponse) => {
  const { merchant_id, ...query } = req.validatedQuery
  const filter = { ...query, ...(merchant_id === undefined ? {} : { merchant_ids: [merchant_id] }) }
  res.json(await delegationAnswers(req.scope, filter, await now(req.scope), "admin"))
}
