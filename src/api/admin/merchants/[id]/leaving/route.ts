import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { startLeavingWorkflow } from "../../../../../workflows/merchant/leave"
import type { GuardedRequest } from "../../../../guard"
import { leavingAnswer } from "../../../../merchant/merchants/leaving-answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ leaving: await leavingAnswer(req.scope, req.params.id ?? "") })
}

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const merchant_id = req.params.id ?? ""
  await startLeavingWorkflow(req.scope).run({ input: { merchant_id, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } } })
  res.json({ leaving: await leavingAnswer(req.scope, merchant_id) })
}
