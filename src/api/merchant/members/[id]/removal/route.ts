import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { changeMemberWorkflow } from "../../../../../workflows/merchant/members"
import type { GuardedRequest } from "../../../../guard"
import type { RemovalBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof RemovalBody>>, res: MedusaResponse) => {
  const { actor, merchant_ids } = req.scopeOfMember
  const member_id = req.params.id ?? ""
  await changeMemberWorkflow(req.scope).run({ input: { what: "removal", member_id, merchant_ids, ...req.validatedBody, at: await now(req.scope), actor } })
  res.json({ member_id })
}
