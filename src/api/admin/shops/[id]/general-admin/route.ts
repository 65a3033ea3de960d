import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { assignGeneralAdminWorkflow } from "../../../../../workflows/merchant/general-admin"
import type { AssignBody } from "../../../delegations/contract"
import type { GuardedRequest } from "../../../../guard"
import { oneDelegation } from "../../../../merchant/delegations/answer"

export const POST = async (req: GuardedRequest<z.infer<typeof AssignBody>>, res: MedusaResponse) => {
  const { actor_id } = req.auth_context
  const { operator_id = actor_id, scope, until_at, reason, ...body } = req.validatedBody
  const at = await now(req.scope)
  const { result: id } = await assignGeneralAdminWorkflow(req.scope).run({
    input: { shop_id: req.params.id ?? "", operator_id, scope, from_at: body.from_at ?? at, until_at, reason, at, actor: { type: "operator", id: actor_id } },
  })
  res.status(201).json(await oneDelegation(req.scope, id, at, "admin"))
}
