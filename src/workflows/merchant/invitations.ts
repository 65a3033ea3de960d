import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { hashOf, signToken, verifiedHash } from "../../adapters/link-token"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import type { Role } from "../../domain/merchant"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { acceptInvitation, invitationBy, invite, revokeInvitation } from "../../modules/merchant/invitations"
import type MerchantModuleService from "../../modules/merchant/service"
import { tell } from "../escrow/hand-over"
import { memberLimit } from "./member-limit"

export type InviteInput = { merchant_id: string; email: string; role: Role; at: Instant; actor: Actor }
export type RevokeInput = { invitation_id: string; merchant_ids: string[]; at: Instant; actor: Actor }
export type AcceptInvitationInput = { token: string; person_id: string; at: Instant }

const inviteStep = createStep("pasaj-invite-member", async (input: InviteInput, { container }) => {
  const { merchant_id, at } = input
  const token = signToken(container, merchant_id, "member-invitation")
  const invitation = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within(async (manager) => {
    const id = await invite(manager, { ...input, token_hash: hashOf(token) }, await memberLimit(manager, merchant_id, at))
    return invitationBy(manager, id, [merchant_id])
  })
  const { id, merchant_name, email, role, expires_at } = invitation
  await tell(container, "pasaj.member_invited", { id, merchant_id, merchant_name, email, role, token, expires_at })
  return new StepResponse({ invitation_id: id, token })
})

const revokeStep = createStep("pasaj-revoke-invitation", async ({ invitation_id, merchant_ids, at, actor }: RevokeInput, { container }) => {
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => revokeInvitation(manager, invitation_id, merchant_ids, at, actor))
  return new StepResponse(invitation_id)
})

const acceptStep = createStep("pasaj-accept-invitation", async ({ token, person_id, at }: AcceptInvitationInput, { container }) => {
  const hash = verifiedHash(container, token, "member-invitation")
  const merchantId = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) =>
    acceptInvitation(manager, hash, person_id, at, (merchant_id) => memberLimit(manager, merchant_id, at)),
  )
  return new StepResponse(merchantId)
})

/**
 * Invites somebody into a merchant. The token is told by `pasaj.member_invited`, for an e-mail, and to whoever invites; we
 * keep its hash only. An older invitation of the same address counts no more, so that a lost e-mail is sent again this way.
 * @returns the invitation's id and its token. @throws merchant_not_found, merchant_over, role_may_not, member_not_found,
 * member_already, member_limit_reached
 */
export const inviteMemberWorkflow = createWorkflow("pasaj-invite", (input: InviteInput) => new WorkflowResponse(inviteStep(input)))

/** Takes an open invitation back. @throws invitation_not_found, role_may_not, invitation_invalid, invitation_used, invitation_expired */
export const revokeInvitationWorkflow = createWorkflow("pasaj-revoke", (input: RevokeInput) => new WorkflowResponse(revokeStep(input)))

/**
 * The invited person joins, once, signed in under the invited address; of several at once one does.
 * @returns the merchant's id. @throws invitation_invalid, invitation_used, invitation_expired, invitation_not_yours,
 * merchant_over, member_already, member_limit_reached
 */
export const acceptInvitationWorkflow = createWorkflow("pasaj-accept-membership", (input: AcceptInvitationInput) => new WorkflowResponse(acceptStep(input)))
