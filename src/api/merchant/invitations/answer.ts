import type { z } from "@medusajs/framework/zod"

import type { Instant } from "../../../domain/calendar"
import { invitationStatus } from "../../../domain/membership"
import type { Invitation } from "../../../modules/merchant/invitations"
import type { InvitationAnswer } from "./contract"

/** An invitation as it stands at `at`; who is no member of the merchant may only read it. */
export function invitationAnswer(invitation: Invitation, at: Instant): z.infer<typeof InvitationAnswer> {
  const { id, merchant_id, merchant_name, email, role, invited_by, invited_at, expires_at } = invitation
  const status = invitationStatus(invitation, at)
  const revoke = { action: "revoke", method: "POST" as const, path: `/merchant/invitations/${id}/revocation` }
  return { id, merchant_id, merchant_name, email, role, status, invited_by, invited_at, expires_at, next_actions: status === "open" ? [revoke] : [] }
}
