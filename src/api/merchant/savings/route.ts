import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { savingsIn } from "../../../workflows/rental/savings"
import type { GuardedRequest } from "../../guard"
import { oneMerchant } from "../../merchant-scope"
import { savingsAnswer } from "./answer"
import type { SavingsQuery } from "./contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof SavingsQuery>>, res: MedusaResponse) => {
  const savings = await savingsIn(req.scope, { merchant_id: oneMerchant(req.scopeOfMember), ...req.validatedQuery, at: await now(req.scope) })
  res.json({ savings: savings.map(savingsAnswer) })
}
