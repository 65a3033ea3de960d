import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../guard"
import { invoiceAnswers } from "./answer"

type Query = { limit: number; after?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  res.json({ invoices: await invoiceAnswers(req.scope, { ...req.validatedQuery, merchant_ids: req.scopeOfMember.merchant_ids }) })
}
