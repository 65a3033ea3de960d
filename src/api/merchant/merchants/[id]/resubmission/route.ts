import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { reviewMerchantWorkflow } from "../../../../../workflows/merchant/review-merchant"
import type { GuardedRequest } from "../../../../guard"
import { findMerchant, merchantAnswer } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids)
  await reviewMerchantWorkflow(req.scope).run({
    input: { merchant_id: id, act: "resubmit", at: await now(req.scope), actor: req.scopeOfMember.actor },
  })
  res.json({ merchant: merchantAnswer(await findMerchant(req.scope, id), "merchant") })
}
