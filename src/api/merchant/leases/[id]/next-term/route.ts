import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { planLeaseEndWorkflow } from "../../../../../workflows/rental/plan-lease-end"
import type { GuardedRequest } from "../../../../guard"
import { findLease, leaseOf } from "../../answer"
import type { NextTermBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof NextTermBody>>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const { id: lease_id } = await findLease(req.scope, req.params.id ?? "", merchant_ids)
  await planLeaseEndWorkflow(req.scope).run({ input: { lease_id, plan: { leaving: false, ...req.validatedBody }, at: await now(req.scope) } })
  res.json(await leaseOf(req.scope, lease_id, merchant_ids))
}

export const DELETE = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const { id: lease_id } = await findLease(req.scope, req.params.id ?? "", merchant_ids)
  await planLeaseEndWorkflow(req.scope).run({ input: { lease_id, plan: null, at: await now(req.scope) } })
  res.json(await leaseOf(req.scope, lease_id, merchant_ids))
}
