import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { changeMemberWorkflow } from "../../../../../workflows/merchant/members"
import type { GuardedRequest } from "../../../../guard"
import { oneMember } from "../../answer"
import type { RoleBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof RoleBody>>, res: MedusaResponse) => {
  const { actor, merchant_ids } = req.scopeOfMember
  const member_id = req.params.id ?? ""
  await changeMemberWorkflow(req.scope).run({ input: { what: "role", member_id, merchant_ids, ...req.validatedBody, at: await now(req.scope), actor } })
  res.json(await oneMember(req.scope, member_id, req.scopeOfMember))
}
