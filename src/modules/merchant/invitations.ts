import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import { addToInstant, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { Role } from "../../domain/merchant"
import { mailbox, mustBeOpen, mustHaveRoom, type InvitationFacts } from "../../domain/membership"
import { accessPolicy } from "./access-policy"
import { holdLivingMerchant, holdMerchant, mustStillMay, noteChange, type Page } from "./members"

export type Invitation = InvitationFacts & {
  id: string; merchant_id: string; merchant_name: string; email: string; role: Role; invited_by: string; invited_at: Instant
}
export type NewInvitation = { merchant_id: string; email: string; role: Role; token_hash: string; at: Instant; actor: Actor }

const INVITATION = `
  select i.id, i.merchant_id, m.name as merchant_name, i.email, i.role, i.invited_by, i.invited_at, i.expires_at, i.accepted_at, i.revoked_at, i.replaced_at
  from member_invitation i join pasaj_merchant m on m.id = i.merchant_id where`
const OPEN = "accepted_at is null and revoked_at is null and replaced_at is null"

const invitationOf = (row: Invitation): Invitation => ({
  ...row,
  invited_at: instantOf(row.invited_at), expires_at: instantOf(row.expires_at), accepted_at: instantOrNull(row.accepted_at),
  revoked_at: instantOrNull(row.revoked_at), replaced_at: instantOrNull(row.replaced_at),
})

/** The invitations of the merchants, the newest first. */
export async function invitationsOf(manager: SqlManager, { merchant_ids, limit, after }: Page): Promise<Invitation[]> {
  const rows = await manager.execute<Invitation>(
    `${INVITATION} i.merchant_id = any(array[?]::text[]) ${after === undefined ? "" : "and i.id < ?"} order by i.id desc limit ?`,
    [merchant_ids, ...(after === undefined ? [] : [after]), limit],
  )
  return rows.map(invitationOf)
}

/** One invitation of the merchants. @throws invitation_not_found */
export async function invitationBy(manager: SqlManager, id: string, merchantIds: string[]): Promise<Invitation> {
  const [row] = await manager.execute<Invitation>(`${INVITATION} i.id = ? and i.merchant_id = any(array[?]::text[])`, [id, merchantIds])
  return row ? invitationOf(row) : refuse("invitation_not_found", { id })
}

/** The invitation that a token brings, in whatever state. @throws invitation_invalid */
async function invitationByToken(manager: SqlManager, tokenHash: string): Promise<Invitation> {
  const [row] = await manager.execute<Invitation>(`${INVITATION} i.token_hash = ?`, [tokenHash])
  return row ? invitationOf(row) : refuse("invitation_invalid")
}

/** The invitation that a token brings, while it may be accepted. @throws invitation_invalid, invitation_used, invitation_expired */
export async function readInvitation(manager: SqlManager, tokenHash: string, at: Instant): Promise<Invitation> {
  const invitation = await invitationByToken(manager, tokenHash)
  mustBeOpen(invitation, at)
  return invitation
}

/** The seats that are taken: by members, and while somebody is invited by open invitations to other mailboxes too. */
async function seats(manager: SqlManager, merchantId: string, but?: { email: string; at: Instant }): Promise<number> {
  const [row] = await manager.execute<{ taken: string }>(
    `select (select count(*) from merchant_member where merchant_id = ? and deleted_at is null)
       + (select count(*) from member_invitation where merchant_id = ? and ${OPEN} and email <> ? and expires_at > ?::timestamptz) as taken`,
    [merchantId, merchantId, but?.email ?? "", but?.at ?? "infinity"],
  )
  return Number(row?.taken ?? 0)
}

async function mustBeNew(manager: SqlManager, merchantId: string, email: string): Promise<void> {
  const [row] = await manager.execute<{ id: string }>(
    `select m.id from merchant_member m join pasaj_person p on p.id = m.person_id
     where m.merchant_id = ? and m.deleted_at is null and lower(p.email) = ?`,
    [merchantId, email],
  )
  if (row) refuse("member_already", { email })
}

/**
 * Invites a mailbox into a role; an open invitation of the same mailbox counts no more. `most` is how many members there
 * may be, null for any number.
 * @returns the invitation's id. @throws merchant_not_found, merchant_over, role_may_not, member_not_found, member_already,
 * member_limit_reached
 */
export async function invite(manager: SqlManager, invitation: NewInvitation, most: number | null): Promise<string> {
  const { merchant_id, role, token_hash, at, actor } = invitation
  const email = mailbox(invitation.email)
  await holdLivingMerchant(manager, merchant_id)
  await mustStillMay(manager, merchant_id, actor, "member.manage")
  await mustBeNew(manager, merchant_id, email)
  mustHaveRoom(most, await seats(manager, merchant_id, { email, at }))
  const expires_at = addToInstant(at, { days: (await accessPolicy(manager)).invitation_days })
  await manager.execute(`update member_invitation set replaced_at = ?::timestamptz where merchant_id = ? and email = ? and ${OPEN}`, [at, merchant_id, email])
  const id = generateEntityId(undefined, "minv")
  await manager.execute(
    `insert into member_invitation (id, merchant_id, email, role, token_hash, invited_by, invited_at, expires_at)
     values (?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)`,
    [id, merchant_id, email, role, token_hash, actor.id, at, expires_at],
  )
  return id
}

/** Takes an open invitation back. @throws invitation_not_found, role_may_not, invitation_invalid, invitation_used, invitation_expired */
export async function revokeInvitation(manager: SqlManager, id: string, merchantIds: string[], at: Instant, actor: Actor): Promise<void> {
  const { merchant_id } = await invitationBy(manager, id, merchantIds)
  await holdMerchant(manager, merchant_id)
  await mustStillMay(manager, merchant_id, actor, "member.manage")
  mustBeOpen(await invitationBy(manager, id, merchantIds), at)
  await manager.execute("update member_invitation set revoked_at = ?::timestamptz, revoked_by = ? where id = ?", [at, actor.id, id])
}

/**
 * The invited person becomes a member: once, and only under the invited address. `mostFor` says how many members the
 * invitation's merchant may have, null for any number.
 * @returns the merchant's id. @throws invitation_invalid, invitation_used, invitation_expired, invitation_not_yours,
 * merchant_over, member_already, member_limit_reached
 */
export async function acceptInvitation(
  manager: SqlManager, tokenHash: string, personId: string, at: Instant, mostFor: (merchantId: string) => Promise<number | null>,
): Promise<string> {
  const { merchant_id } = await invitationByToken(manager, tokenHash)
  await holdLivingMerchant(manager, merchant_id)
  const invitation = await readInvitation(manager, tokenHash, at)
  const [person] = await manager.execute<{ email: string }>("select email from pasaj_person where id = ?", [personId])
  if (mailbox(person?.email ?? "") !== invitation.email) refuse("invitation_not_yours", { email: invitation.email })
  await mustBeNew(manager, merchant_id, invitation.email)
  mustHaveRoom(await mostFor(merchant_id), await seats(manager, merchant_id))
  await manager.execute(
    "insert into merchant_member (id, merchant_id, person_id, role, created_at) values (?, ?, ?, ?, ?::timestamptz)",
    [generateEntityId(undefined, "mem"), merchant_id, personId, invitation.role, at],
  )
  await manager.execute("update member_invitation set accepted_at = ?::timestamptz, accepted_by = ? where id = ?", [at, personId, invitation.id])
  await noteChange(manager, {
    merchant_id, person_id: personId, what: "joined", from_role: null, to_role: invitation.role, at,
    actor: { type: "member", id: invitation.invited_by }, reason: `by the invitation ${invitation.id}`,
  })
  return merchant_id
}
