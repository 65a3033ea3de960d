import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { PASAJ_MERCHANT } from "../../../../../modules/merchant"
import { invitationBy } from "../../../../../modules/merchant/invitations"
import type MerchantModuleService from "../../../../../modules/merchant/service"
import { revokeInvitationWorkflow } from "../../../../../workflows/merchant/invitations"
import type { GuardedRequest } from "../../../../guard"
import { invitationAnswer } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { actor, merchant_ids } = req.scopeOfMember
  const invitation_id = req.params.id ?? ""
  const at = await now(req.scope)
  await revokeInvitationWorkflow(req.scope).run({ input: { invitation_id, merchant_ids, at, actor } })
  const row = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => invitationBy(manager, invitation_id, merchant_ids))
  res.json({ invitation: invitationAnswer(row, at) })
}
