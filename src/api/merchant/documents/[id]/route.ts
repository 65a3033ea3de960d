import type { MedusaResponse } from "@medusajs/framework/http"

import { findDocument } from "../../../../modules/merchant/documents"
import { merchantsOf } from "../../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../../guard"
import { documentAnswer } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  res.json({ document: documentAnswer(await merchantsOf(req.scope).reading((manager) => findDocument(manager, req.params.id ?? "", merchant_ids))) })
}
