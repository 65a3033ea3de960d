import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { isFinal } from "../../domain/machine"
import { may, merchantMachine, type MerchantState, type Permission, type Role } from "../../domain/merchant"
import { mustStayManaged } from "../../domain/membership"

export type Member = { id: string; merchant_id: string; person_id: string; name: string; email: string; role: Role; since: Instant }
export type Change = {
  id: string; merchant_id: string; person_id: string; name: string; what: "joined" | "role_changed" | "removed" | "left" | "invitation_revoked"
  from_role: Role | null; to_role: Role | null; actor_type: string; actor_id: string; reason: string | null; at: Instant
}
export type Page = { merchant_ids: string[]; limit: number; after?: string }

const MEMBER = `
  select m.id, m.merchant_id, m.person_id, p.name, p.email, m.role, m.created_at as since
  from merchant_member m join pasaj_person p on p.id = m.person_id where m.deleted_at is null`
const memberOf = (row: Member): Member => ({ ...row, since: instantOf(row.since) })

/** The members of the merchants, those who joined first first. */
export async function membersOf(manager: SqlManager, { merchant_ids, limit, after }: Page): Promise<Member[]> {
  const rows = await manager.execute<Member>(
    `${MEMBER} and m.merchant_id = any(array[?]::text[]) and m.id > ? order by m.id limit ?`,
    [merchant_ids, after ?? "", limit],
  )
  return rows.map(memberOf)
}

/** One member of the merchants. @throws member_not_found */
export async function memberBy(manager: SqlManager, id: string, merchantIds: string[]): Promise<Member> {
  const [row] = await manager.execute<Member>(`${MEMBER} and m.id = ? and m.merchant_id = any(array[?]::text[])`, [id, merchantIds])
  return row ? memberOf(row) : refuse("member_not_found", { id })
}

export type OwnMembership = { id: string; merchant_id: string; merchant_name: string; merchant_state: MerchantState; role: Role }

/** The merchants that a person may choose between, with its role in each, in the order in which it joined. */
export const membershipsShown = (manager: SqlManager, personId: string): Promise<OwnMembership[]> =>
  manager.execute<OwnMembership>(
    `select b.id, b.merchant_id, m.name as merchant_name, m.state as merchant_state, b.role
     from merchant_member b join pasaj_merchant m on m.id = b.merchant_id where b.person_id = ? and b.deleted_at is null order by b.created_at, b.id`,
    [personId],
  )

/** What happened to the members of the merchants, the newest first; `after` is the last change already seen. */
export async function changesOf(manager: SqlManager, { merchant_ids, limit, after }: Page): Promise<Change[]> {
  const rows = await manager.execute<Change>(
    `select c.id, c.merchant_id, c.person_id, p.name, c.what, c.from_role, c.to_role, c.actor_type, c.actor_id, c.reason, c.at
     from member_change c join pasaj_person p on p.id = c.person_id
     where c.merchant_id = any(array[?]::text[]) and c.id < ?::bigint order by c.id desc limit ?`,
    [merchant_ids, after ?? "9223372036854775807", limit],
  )
  return rows.map((row) => ({ ...row, id: String(row.id), at: instantOf(row.at) }))
}

/**
 * Whoever changes who belongs to a merchant holds its row, so that of two changes at once the second sees the first.
 * @returns its state. @throws merchant_not_found
 */
export async function holdMerchant(manager: SqlManager, id: string): Promise<MerchantState> {
  const [row] = await manager.execute<{ state: MerchantState }>("select state from pasaj_merchant where id = ? for update", [id])
  return row?.state ?? refuse("merchant_not_found", { id })
}

/** The same for whoever lets somebody in. @throws merchant_not_found, merchant_over */
export async function holdLivingMerchant(manager: SqlManager, id: string): Promise<void> {
  const state = await holdMerchant(manager, id)
  if (isFinal(merchantMachine, state)) refuse("merchant_over", { state })
}

/** Under the merchant's lock: a member removed a moment ago changes nothing any more. @throws role_may_not, member_not_found */
export async function mustStillMay(manager: SqlManager, merchantId: string, actor: Actor, permission: Permission): Promise<void> {
  const [row] = await manager.execute<{ role: Role }>(
    "select role from merchant_member where merchant_id = ? and person_id = ? and deleted_at is null",
    [merchantId, actor.id],
  )
  if (!row) refuse("member_not_found", { id: actor.id })
  if (!may(row.role, permission)) refuse("role_may_not", { role: row.role, permission })
}

export type NewChange = Omit<Change, "id" | "name" | "actor_type" | "actor_id"> & { actor: Actor }

/** Writes one line of the history of a merchant's members. */
export const noteChange = (manager: SqlManager, { actor, ...change }: NewChange): Promise<unknown> =>
  manager.execute(
    `insert into member_change (merchant_id, person_id, what, from_role, to_role, actor_type, actor_id, reason, at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz)`,
    [change.merchant_id, change.person_id, change.what, change.from_role, change.to_role, actor.type, actor.id, change.reason, change.at],
  )

export type MemberAct = { member_id: string; merchant_ids: string[]; reason: string | null; at: Instant; actor: Actor }

/** The member, under its merchant's lock, with the roles of everybody else. @throws member_not_found */
async function heldMember(manager: SqlManager, { member_id, merchant_ids }: MemberAct): Promise<{ member: Member; others: Role[] }> {
  const { merchant_id } = await memberBy(manager, member_id, merchant_ids)
  await holdMerchant(manager, merchant_id)
  const member = await memberBy(manager, member_id, merchant_ids)
  const others = await manager.execute<{ role: Role }>(
    "select role from merchant_member where merchant_id = ? and id <> ? and deleted_at is null",
    [merchant_id, member_id],
  )
  return { member, others: others.map(({ role }) => role) }
}

/** Gives a member another role; the same role changes nothing. @throws member_not_found, role_may_not, last_owner */
export async function changeRole(manager: SqlManager, act: MemberAct & { role: Role }): Promise<void> {
  const { member, others } = await heldMember(manager, act)
  await mustStillMay(manager, member.merchant_id, act.actor, "member.manage")
  if (member.role === act.role) return
  mustStayManaged(others, act.role)
  await manager.execute("update merchant_member set role = ?, updated_at = ?::timestamptz where id = ?", [act.role, act.at, member.id])
  await noteChange(manager, { ...ofMember(member, act), what: "role_changed", to_role: act.role })
  if (!may(act.role, "member.manage")) await revokeSent(manager, member, act, `its sender became ${act.role}`)
}

/** Takes a member out; whoever may manage members may. @throws member_not_found, role_may_not, last_owner */
export async function removeMember(manager: SqlManager, act: MemberAct): Promise<void> {
  const { member, others } = await heldMember(manager, act)
  await mustStillMay(manager, member.merchant_id, act.actor, "member.manage")
  await takeOut(manager, member, others, act, "removed")
}

/** A member leaves by itself, in whatever role. @throws member_not_found also for somebody else's membership, last_owner */
export async function leaveMerchant(manager: SqlManager, act: MemberAct): Promise<void> {
  const { member, others } = await heldMember(manager, act)
  if (member.person_id !== act.actor.id) refuse("member_not_found", { id: act.member_id })
  await takeOut(manager, member, others, act, "left")
}

async function takeOut(manager: SqlManager, member: Member, others: Role[], act: MemberAct, what: "removed" | "left"): Promise<void> {
  mustStayManaged(others, null)
  await manager.execute("update merchant_member set deleted_at = ?::timestamptz, updated_at = ?::timestamptz where id = ?", [act.at, act.at, member.id])
  await noteChange(manager, { ...ofMember(member, act), what, to_role: null })
  await revokeSent(manager, member, act, what === "left" ? "its sender left" : "its sender was removed")
}

/** Whoever may let nobody in any more has let nobody in: its open invitations are taken back, each with its line of history. */
async function revokeSent(manager: SqlManager, { merchant_id, person_id }: Member, { at, actor }: MemberAct, why: string): Promise<void> {
  const revoked = await manager.execute<{ id: string }>(
    `update member_invitation set revoked_at = ?::timestamptz, revoked_by = ?
     where merchant_id = ? and invited_by = ? and accepted_at is null and revoked_at is null and replaced_at is null returning id`,
    [at, actor.id, merchant_id, person_id],
  )
  for (const { id } of revoked) {
    await noteChange(manager, { merchant_id, person_id, what: "invitation_revoked", from_role: null, to_role: null, actor, at, reason: `the invitation ${id}: ${why}` })
  }
}

const ofMember = ({ merchant_id, person_id, role }: Member, { actor, reason, at }: MemberAct) => ({ merchant_id, person_id, from_role: role, actor, reason, at })
