import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { setAutoRenewWorkflow } from "../../../../../workflows/rental/plan-lease-end"
import type { GuardedRequest } from "../../../../guard"
import { findLease, leaseOf } from "../../answer"
import type { AutoRenewBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof AutoRenewBody>>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const { id: lease_id } = await findLease(req.scope, req.params.id ?? "", merchant_ids)
  await setAutoRenewWorkflow(req.scope).run({ input: { lease_id, auto_renew: req.validatedBody.auto_renew, at: await now(req.scope) } })
  res.json(await leaseOf(req.scope, lease_id, merchant_ids))
}
