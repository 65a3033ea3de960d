import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { moveMerchantWorkflow } from "../../../../../workflows/merchant/move-merchant"
import type { GuardedRequest } from "../../../../guard"
import { findMerchant, merchantAnswer } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids)
  await moveMerchantWorkflow(req.scope).run({
    input: { merchant_id: id, event: "resubmit", at: await now(req.scope), actor: req.scopeOfMember.actor },
  })
  res.json({ merchant: merchantAnswer(await findMerchant(req.scope, id), "merchant") })
}
