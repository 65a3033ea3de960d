import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { accessPolicy } from "../../../modules/merchant/access-policy"
import type MerchantModuleService from "../../../modules/merchant/service"
import { publishAccessPolicyWorkflow } from "../../../workflows/merchant/members"
import type { GuardedRequest } from "../../guard"
import type { AccessPolicyBody } from "./contract"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ access_policy: await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading(accessPolicy) })
}

export const POST = async (req: GuardedRequest<z.infer<typeof AccessPolicyBody>>, res: MedusaResponse) => {
  const { result } = await publishAccessPolicyWorkflow(req.scope).run({
    input: { change: req.validatedBody, actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.status(201).json({ access_policy: result })
}
