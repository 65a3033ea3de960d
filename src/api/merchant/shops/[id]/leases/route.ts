import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { takeLeaseWorkflow } from "../../../../../workflows/rental/take-lease"
import type { GuardedRequest } from "../../../../guard"
import { invoiceAndLease, leaseAnswers } from "../../../invoices/answer"
import { findShop } from "../../answer"
import type { TakeLeaseBody } from "./contract"

export const POST = async (req: GuardedRequest<z.infer<typeof TakeLeaseBody>>, res: MedusaResponse) => {
  const { id: shop_id, merchant_id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { result } = await takeLeaseWorkflow(req.scope).run({ input: { shop_id, merchant_id, ...req.validatedBody, at: await now(req.scope) } })
  res.status(201).json(await invoiceAndLease(req.scope, result.invoice_id, req.scopeOfMember.merchant_ids))
}

type Query = { limit: number; after?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  res.json({ leases: await leaseAnswers(req.scope, { ...req.validatedQuery, shop_id: id }) })
}
