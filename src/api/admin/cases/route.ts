import type { MedusaResponse } from "@medusajs/framework/http"

import type { CaseState } from "../../../domain/dispute"
import { PASAJ_DISPUTE } from "../../../modules/dispute"
import type DisputeModuleService from "../../../modules/dispute/service"
import type { GuardedRequest } from "../../guard"
import { caseAnswer } from "./answer"

type Query = { limit: number; after?: string; state?: CaseState; order_id?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after, state, order_id } = req.validatedQuery
  const rows = await req.scope.resolve<DisputeModuleService>(PASAJ_DISPUTE).listDisputeCases(
    { ...(state ? { state } : {}), ...(order_id ? { order_id } : {}), ...(after ? { id: { $gt: after } } : {}) },
    { take: limit, order: { id: "ASC" } },
  )
  res.json({ cases: rows.map(caseAnswer) })
}
