import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../adapters/clock"
import type { GuardedRequest } from "../../../guard"
import { findLease, leaseOf, rentOf } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const row = await findLease(req.scope, req.params.id ?? "", merchant_ids)
  res.json({ ...(await leaseOf(req.scope, row.id, merchant_ids)), rent: await rentOf(req.scope, row, await now(req.scope)) })
}
