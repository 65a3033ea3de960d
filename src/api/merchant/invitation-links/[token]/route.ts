import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../adapters/clock"
import { verifiedHash } from "../../../../adapters/link-token"
import { PASAJ_MERCHANT } from "../../../../modules/merchant"
import { readInvitation } from "../../../../modules/merchant/invitations"
import type MerchantModuleService from "../../../../modules/merchant/service"
import { acceptInvitationWorkflow } from "../../../../workflows/merchant/invitations"
import type { GuardedRequest } from "../../../guard"
import { invitationAnswer } from "../../invitations/answer"
import { personAnswer } from "../../people/answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const hash = verifiedHash(req.scope, req.params.token ?? "", "member-invitation")
  const at = await now(req.scope)
  const row = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => readInvitation(manager, hash, at))
  res.json({ invitation: { ...invitationAnswer(row, at), next_actions: [{ action: "accept", method: "POST", path: `/merchant/invitation-links/${req.params.token}` }] } })
}

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const person_id = req.auth_context.actor_id
  await acceptInvitationWorkflow(req.scope).run({ input: { token: req.params.token ?? "", person_id, at: await now(req.scope) } })
  res.json(await personAnswer(req.scope, person_id))
}
