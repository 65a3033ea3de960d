import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { startTrialWorkflow } from "../../../../../workflows/rental/renew-lease"
import type { GuardedRequest } from "../../../../guard"
import { leaseOf } from "../../../leases/answer"
import type { TrialBody } from "../../../leases/contract"
import { findShop } from "../../answer"

export const POST = async (req: GuardedRequest<z.infer<typeof TrialBody>>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const { id: shop_id, merchant_id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { result } = await startTrialWorkflow(req.scope).run({ input: { shop_id, merchant_id, plan: req.validatedBody.plan, at: await now(req.scope) } })
  res.status(201).json(await leaseOf(req.scope, result, merchant_ids))
}
