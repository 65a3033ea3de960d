import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { renewLeaseWorkflow } from "../../../../../workflows/rental/renew-lease"
import type { GuardedRequest } from "../../../../guard"
import { invoiceAndLease } from "../../../invoices/answer"
import { findLease } from "../../answer"
import type { RenewBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof RenewBody>>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const { id: lease_id, merchant_id } = await findLease(req.scope, req.params.id ?? "", merchant_ids)
  const { result } = await renewLeaseWorkflow(req.scope).run({ input: { lease_id, merchant_id, ...req.validatedBody, at: await now(req.scope) } })
  res.status(201).json(await invoiceAndLease(req.scope, result, merchant_ids))
}
