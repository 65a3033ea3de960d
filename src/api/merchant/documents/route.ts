import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { findDocument, listDocuments } from "../../../modules/merchant/documents"
import { handInDocumentWorkflow } from "../../../workflows/merchant/hand-in-document"
import { merchantsOf } from "../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../guard"
import { oneMerchant } from "../../merchant-scope"
import { documentAnswer } from "./answer"
import type { DocumentBody } from "./contract"

type Query = { limit: number; after?: string }

export const POST = async (req: GuardedRequest<z.infer<typeof DocumentBody>>, res: MedusaResponse) => {
  const { content, ...document } = req.validatedBody
  const { result: id } = await handInDocumentWorkflow(req.scope).run({
    input: {
      document: { merchant_id: oneMerchant(req.scopeOfMember), ...document }, content, at: await now(req.scope),
      actor: req.scopeOfMember.actor,
    },
  })
  res.status(201).json({ document: documentAnswer(await merchantsOf(req.scope).reading((manager) => findDocument(manager, id))) })
}

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const documents = await merchantsOf(req.scope).reading((manager) => listDocuments(manager, { merchant_ids, ...req.validatedQuery }))
  res.json({ documents: documents.map(documentAnswer) })
}
