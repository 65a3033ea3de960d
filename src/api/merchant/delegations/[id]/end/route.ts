import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { endDelegationWorkflow } from "../../../../../workflows/merchant/general-admin"
import type { GuardedRequest } from "../../../../guard"
import { oneDelegation } from "../../answer"
import type { EndBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof EndBody>>, res: MedusaResponse) => {
  const { actor, merchant_ids } = req.scopeOfMember
  const delegation_id = req.params.id ?? ""
  const at = await now(req.scope)
  await endDelegationWorkflow(req.scope).run({ input: { delegation_id, merchant_ids, ...req.validatedBody, at, actor } })
  res.json(await oneDelegation(req.scope, delegation_id, at, "merchant", merchant_ids))
}
