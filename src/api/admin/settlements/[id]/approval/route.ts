import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { approveSettlementWorkflow } from "../../../../../workflows/settlement/approve-settlement"
import type { GuardedRequest } from "../../../../guard"
import { findSettlement } from "../../../../merchant/settlements/answer"
import { reviewedSettlement } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { id } = await findSettlement(req.scope, req.params.id ?? "")
  await approveSettlementWorkflow(req.scope).run({
    input: { settlement_id: id, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.json(await reviewedSettlement(req.scope, id))
}
