import { z } from "@medusajs/framework/zod"

import { roles } from "../../../domain/merchant"
import { invitationStatuses } from "../../../domain/membership"
import { instantAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { PersonAnswer } from "../people/contract"

export const InviteBody = z.strictObject({ email: z.email().max(200), role: z.enum(roles) })

export const InvitationAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  merchant_name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  status: z.enum(invitationStatuses),
  invited_by: z.string().describe("the person"),
  invited_at: instantAnswer,
  expires_at: instantAnswer,
  next_actions: z.array(nextActionAnswer),
})

const one = z.strictObject({ invitation: InvitationAnswer })
const ofTheToken = ["invitation_invalid", "invitation_used", "invitation_expired"] as const

export const invitationEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/invitations",
    caller: "member",
    permission: "member.manage",
    summary: "Invite somebody, by e-mail and role",
    description:
      "The token is told once, here and by the event pasaj.member_invited, for a link. Inviting the same address again replaces the older invitation. " +
      "The plan's limit counts members and open invitations.",
    body: InviteBody,
    status: 201,
    answer: one.extend({ token: z.string() }),
    errors: ["merchant_choice_needed", "merchant_over", "member_not_found", "member_already", "member_limit_reached"],
  },
  {
    method: "GET",
    path: "/merchant/invitations",
    caller: "member",
    summary: "Who was invited into my merchants; the newest first",
    query: pageQuery,
    status: 200,
    answer: z.strictObject({ invitations: z.array(InvitationAnswer) }),
    errors: [],
  },
  { method: "GET", path: "/merchant/invitations/:id", caller: "member", summary: "One of the invitations", status: 200, answer: one, errors: ["invitation_not_found"] },
  {
    method: "POST",
    path: "/merchant/invitations/:id/revocation",
    caller: "member",
    permission: "member.manage",
    summary: "Take an open invitation back",
    status: 200,
    answer: one,
    errors: ["invitation_not_found", "member_not_found", ...ofTheToken],
  },
  {
    method: "GET",
    path: "/merchant/invitation-links/:token",
    caller: "person",
    summary: "What an invitation's token is good for",
    status: 200,
    answer: one,
    errors: [...ofTheToken],
  },
  {
    method: "POST",
    path: "/merchant/invitation-links/:token",
    caller: "person",
    summary: "Accept an invitation",
    description: "Once, signed in under the invited address. Upper and lower case do not matter.",
    status: 200,
    answer: PersonAnswer,
    errors: [...ofTheToken, "invitation_not_yours", "merchant_over", "member_already", "member_limit_reached"],
  },
]
