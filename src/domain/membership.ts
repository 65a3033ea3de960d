import type { Instant } from "./calendar"
import { refuse } from "./errors"
import { may, type Role } from "./merchant"
import type { StandingAdmins } from "./standing-admins"

/** One edition of what the operators decided about who may act for a merchant; editions are never changed. */
export type AccessPolicy = StandingAdmins & {
  version: number
  /** How long an invitation may be accepted. */
  invitation_days: number
  /** How many members a merchant may have before it rents: afterwards its plan says it. */
  members_without_lease: number
  /** For how long at a time a general admin may be assigned (K14). */
  delegation_days: number
}

/**
 * Somebody must always be able to let others in and out: a change that takes that right from the last one is refused,
 * whether it is a departure, a removal or another role. `others` are the roles of everybody else, `role` what the
 * member has afterwards, null for nothing. @throws last_owner
 */
export function mustStayManaged(others: Role[], role: Role | null): void {
  const after = role === null ? others : [...others, role]
  if (!after.some((each) => may(each, "member.manage"))) refuse("last_owner")
}

/** `seats` are those that are taken already; null is without limit. @throws member_limit_reached */
export function mustHaveRoom(most: number | null, seats: number): void {
  if (most !== null && seats >= most) refuse("member_limit_reached", { most })
}

/** What became of an invitation; `at` tells whether its time is over. */
export type InvitationFacts = { expires_at: Instant; accepted_at: Instant | null; revoked_at: Instant | null; replaced_at: Instant | null }
export const invitationStatuses = ["open", "accepted", "revoked", "replaced", "expired"] as const
export type InvitationStatus = (typeof invitationStatuses)[number]

/** Derived from what happened; at the very instant `expires_at` it is too late. */
export function invitationStatus(facts: InvitationFacts, at: Instant): InvitationStatus {
  if (facts.accepted_at !== null) return "accepted"
  if (facts.revoked_at !== null) return "revoked"
  if (facts.replaced_at !== null) return "replaced"
  return facts.expires_at <= at ? "expired" : "open"
}

/** @throws invitation_invalid, invitation_used, invitation_expired */
export function mustBeOpen(facts: InvitationFacts, at: Instant): void {
  const status = invitationStatus(facts, at)
  if (status === "accepted") refuse("invitation_used")
  if (status === "expired") refuse("invitation_expired")
  if (status !== "open") refuse("invitation_invalid")
}

/** Two spellings of one mailbox: upper and lower case are the same to everybody who delivers mail. */
export const mailbox = (email: string): string => email.trim().toLowerCase()
