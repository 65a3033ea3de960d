import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { planLeaseEndWorkflow } from "../../../../../workflows/rental/plan-lease-end"
import type { GuardedRequest } from "../../../../guard"
import { findLease, leaseOf } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const { id: lease_id } = await findLease(req.scope, req.params.id ?? "", merchant_ids)
  await planLeaseEndWorkflow(req.scope).run({ input: { lease_id, plan: { leaving: true }, at: await now(req.scope) } })
  res.json(await leaseOf(req.scope, lease_id, merchant_ids))
}
