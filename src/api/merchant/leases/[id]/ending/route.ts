import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { endLeaseWorkflow } from "../../../../../workflows/rental/end-lease"
import type { GuardedRequest } from "../../../../guard"
import { findLease, leaseOf } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { actor, merchant_ids } = req.scopeOfMember
  const { id: lease_id } = await findLease(req.scope, req.params.id ?? "", merchant_ids)
  await endLeaseWorkflow(req.scope).run({ input: { lease_id, reason: "its merchant gives it up", actor, at: await now(req.scope) } })
  res.json(await leaseOf(req.scope, lease_id, merchant_ids))
}
