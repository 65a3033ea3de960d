import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { invitationBy, invitationsOf } from "../../../modules/merchant/invitations"
import type MerchantModuleService from "../../../modules/merchant/service"
import { inviteMemberWorkflow } from "../../../workflows/merchant/invitations"
import type { GuardedRequest } from "../../guard"
import { oneMerchant } from "../../merchant-scope"
import { invitationAnswer } from "./answer"
import type { InviteBody } from "./contract"

export const POST = async (req: GuardedRequest<z.infer<typeof InviteBody>>, res: MedusaResponse) => {
  const merchant_id = oneMerchant(req.scopeOfMember)
  const at = await now(req.scope)
  const { result } = await inviteMemberWorkflow(req.scope).run({ input: { merchant_id, ...req.validatedBody, at, actor: req.scopeOfMember.actor } })
  const invitation = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => invitationBy(manager, result.invitation_id, [merchant_id]))
  res.status(201).json({ invitation: invitationAnswer(invitation, at), token: result.token })
}

type Query = { limit: number; after?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const at = await now(req.scope)
  const rows = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => invitationsOf(manager, { merchant_ids, ...req.validatedQuery }))
  res.json({ invitations: rows.map((row) => invitationAnswer(row, at)) })
}
