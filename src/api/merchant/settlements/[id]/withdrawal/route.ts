import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { withdrawSettlementWorkflow } from "../../../../../workflows/settlement/withdraw-settlement"
import type { GuardedRequest } from "../../../../guard"
import { findSettlement, oneSettlement } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const { id } = await findSettlement(req.scope, req.params.id ?? "", merchant_ids)
  await withdrawSettlementWorkflow(req.scope).run({
    input: { settlement_id: id, at: await now(req.scope), actor: req.scopeOfMember.actor },
  })
  res.json(await oneSettlement(req.scope, id, merchant_ids))
}
