import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import type { SettlementState } from "../../../domain/settlement"
import { PASAJ_SETTLEMENT } from "../../../modules/settlement"
import type SettlementModuleService from "../../../modules/settlement/service"
import { requestSettlementWorkflow } from "../../../workflows/settlement/request-settlement"
import type { GuardedRequest } from "../../guard"
import { oneMerchant } from "../../merchant-scope"
import { oneSettlement, settlementAnswers } from "./answer"
import type { RequestSettlementBody } from "./contract"

type Query = { limit: number; after?: string; state?: SettlementState }

export const POST = async (req: GuardedRequest<z.infer<typeof RequestSettlementBody>>, res: MedusaResponse) => {
  const merchant_id = oneMerchant(req.scopeOfMember)
  const { result: id } = await requestSettlementWorkflow(req.scope).run({
    input: { merchant_id, currency: req.validatedBody.currency, requested_by: req.auth_context.actor_id, at: await now(req.scope) },
  })
  res.status(201).json(await oneSettlement(req.scope, id, [merchant_id]))
}

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after, state } = req.validatedQuery
  const rows = await req.scope.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).listMerchantSettlements(
    { merchant_id: req.scopeOfMember.merchant_ids, ...(state ? { state } : {}), ...(after ? { id: { $lt: after } } : {}) },
    { take: limit, order: { id: "DESC" } },
  )
  res.json({ settlements: await settlementAnswers(req.scope, rows, "merchant") })
}
