import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { rulesInForce } from "../../../modules/merchant/verification-rules"
import { merchantsOf } from "../../../workflows/merchant/outside"
import { publishVerificationRulesWorkflow } from "../../../workflows/merchant/publish-verification-rules"
import type { GuardedRequest } from "../../guard"
import type { VerificationRulesBody } from "./contract"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ verification_rules: await merchantsOf(req.scope).reading(rulesInForce) })
}

export const POST = async (req: GuardedRequest<z.infer<typeof VerificationRulesBody>>, res: MedusaResponse) => {
  const { result } = await publishVerificationRulesWorkflow(req.scope).run({
    input: { change: req.validatedBody, actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.status(201).json({ verification_rules: result })
}
