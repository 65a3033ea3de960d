import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../adapters/clock"
import { PASAJ_MERCHANT } from "../../../../modules/merchant"
import { invitationBy } from "../../../../modules/merchant/invitations"
import type MerchantModuleService from "../../../../modules/merchant/service"
import type { GuardedRequest } from "../../../guard"
import { invitationAnswer } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const row = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => invitationBy(manager, req.params.id ?? "", merchant_ids))
  res.json({ invitation: invitationAnswer(row, await now(req.scope)) })
}
