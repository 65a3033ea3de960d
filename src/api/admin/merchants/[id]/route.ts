import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { findMerchant, merchantForOperators } from "../../../merchant/merchants/answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ merchant: merchantForOperators(await findMerchant(req.scope, req.params.id ?? "")) })
}
