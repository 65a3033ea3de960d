import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { changeDetailsWorkflow } from "../../../../../workflows/merchant/change-details"
import type { GuardedRequest } from "../../../../guard"
import { findMerchant } from "../../answer"
import { verificationAnswer } from "../../verification-answer"
import type { DetailsBody } from "../../verification-contract"

export const POST = async (req: GuardedRequest<z.infer<typeof DetailsBody>>, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids)
  const at = await now(req.scope)
  await changeDetailsWorkflow(req.scope).run({
    input: { merchant_id: id, details: req.validatedBody, at, actor: req.scopeOfMember.actor },
  })
  res.json({ verification: await verificationAnswer(req.scope, id, at) })
}
