import type { MedusaResponse } from "@medusajs/framework/http"

import type { SettlementState } from "../../../domain/settlement"
import { PASAJ_SETTLEMENT } from "../../../modules/settlement"
import type SettlementModuleService from "../../../modules/settlement/service"
import type { GuardedRequest } from "../../guard"
import { reviewedSettlements } from "./answer"

type Query = { limit: number; after?: string; state?: SettlementState; merchant_id?: string }

/** Settlements in the order of their ids, which is the order of the requests. */
export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after, state, merchant_id } = req.validatedQuery
  const rows = await req.scope.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).listMerchantSettlements(
    { ...(state ? { state } : {}), ...(merchant_id ? { merchant_id } : {}), ...(after ? { id: { $gt: after } } : {}) },
    { take: limit, order: { id: "ASC" } },
  )
  res.json({ settlements: await reviewedSettlements(req.scope, rows) })
}
