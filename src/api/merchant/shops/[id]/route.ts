import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../adapters/clock"
import type { GuardedRequest } from "../../../guard"
import { findShop, shopAnswer } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const row = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids)
  res.json({ shop: shopAnswer(row, await now(req.scope)) })
}
