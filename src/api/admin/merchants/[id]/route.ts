import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { findMerchant, merchantAnswer } from "../../../merchant/merchants/answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ merchant: merchantAnswer(await findMerchant(req.scope, req.params.id ?? ""), "admin") })
}
