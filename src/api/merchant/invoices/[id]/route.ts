import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { findInvoice } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ invoice: await findInvoice(req.scope, req.params.id ?? "", req.scopeOfMember.merchant_ids) })
}
