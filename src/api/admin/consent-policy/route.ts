import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_ESCROW } from "../../../modules/escrow"
import { policyInForce, type Edition } from "../../../modules/escrow/policies"
import type EscrowModuleService from "../../../modules/escrow/service"
import { publishConsentPolicyWorkflow } from "../../../workflows/escrow/publish-consent-policy"
import type { GuardedRequest } from "../../guard"
import type { ConsentPolicyBody } from "./contract"

const answer = ({ window: { preset, ...window }, ...edition }: Edition) => ({ consent_policy: { ...edition, preset, window } })

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(answer(await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing(policyInForce)))
}

export const POST = async (req: GuardedRequest<z.infer<typeof ConsentPolicyBody>>, res: MedusaResponse) => {
  const { result } = await publishConsentPolicyWorkflow(req.scope).run({
    input: { change: req.validatedBody, actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.status(201).json(answer(result))
}
