import type { MedusaResponse } from "@medusajs/framework/http"

import { startLeavingWorkflow } from "../../../../../workflows/merchant/leave"
import type { GuardedRequest } from "../../../../guard"
import { findMerchant } from "../../answer"
import { leave } from "../../leave"
import { leavingAnswer } from "../../leaving-answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids)
  res.json({ leaving: await leavingAnswer(req.scope, id) })
}

export const POST = leave((container, input) => startLeavingWorkflow(container).run({ input }))
