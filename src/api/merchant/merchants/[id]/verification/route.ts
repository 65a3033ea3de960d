import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import type { GuardedRequest } from "../../../../guard"
import { findMerchant } from "../../answer"
import { verificationAnswer } from "../../verification-answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids)
  res.json({ verification: await verificationAnswer(req.scope, id, await now(req.scope)) })
}
