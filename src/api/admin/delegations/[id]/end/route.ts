import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { endDelegationWorkflow } from "../../../../../workflows/merchant/general-admin"
import type { GuardedRequest } from "../../../../guard"
import { oneDelegation } from "../../../../merchant/delegations/answer"
import type { EndBody } from "../../../../merchant/delegations/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof EndBody>>, res: MedusaResponse) => {
  const delegation_id = req.params.id ?? ""
  const at = await now(req.scope)
  await endDelegationWorkflow(req.scope).run({
    input: { delegation_id, ...req.validatedBody, at, actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.json(await oneDelegation(req.scope, delegation_id, at, "admin"))
}
