import type { MedusaResponse } from "@medusajs/framework/http"

import { listDocuments } from "../../../../../modules/merchant/documents"
import { merchantsOf } from "../../../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../../../guard"
import { documentAnswer } from "../../../../merchant/documents/answer"
import { findMerchant } from "../../../../merchant/merchants/answer"

type Query = { limit: number; after?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "")
  const documents = await merchantsOf(req.scope).reading((manager) => listDocuments(manager, { merchant_ids: [id], ...req.validatedQuery }))
  res.json({ documents: documents.map(documentAnswer) })
}
