import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { findMerchant, merchantAnswer } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const row = await findMerchant(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids)
  res.json({ merchant: merchantAnswer(row, "merchant") })
}
