import { z } from "@medusajs/framework/zod"

import { roles } from "../../../domain/merchant"
import { instantAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"

const why = z.string().trim().min(3).max(500)

export const RoleBody = z.strictObject({ role: z.enum(roles), reason: why })
export const RemovalBody = z.strictObject({ reason: why })
export const DepartureBody = z.strictObject({ reason: why.nullable().default(null) })
export const ChangesQuery = pageQuery.extend({ after: z.string().regex(/^\d{1,18}$/, "the id of a change").optional() })

export const MemberAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  person_id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  since: instantAnswer,
  next_actions: z.array(nextActionAnswer),
})

export const MemberChangeAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  person_id: z.string(),
  name: z.string(),
  what: z.enum(["joined", "role_changed", "removed", "left", "invitation_revoked"]).describe("an invitation is revoked with its sender's right to invite: person_id is the sender"),
  from_role: z.enum(roles).nullable(),
  to_role: z.enum(roles).nullable(),
  by: z.strictObject({ type: z.string(), id: z.string() }),
  reason: z.string().nullable(),
  at: instantAnswer,
})

const one = z.strictObject({ member: MemberAnswer })

export const memberEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/members",
    caller: "member",
    summary: "Who belongs to my merchants, and in which role",
    query: pageQuery,
    status: 200,
    answer: z.strictObject({ members: z.array(MemberAnswer) }),
    errors: [],
  },
  { method: "GET", path: "/merchant/members/:id", caller: "member", summary: "One of them", status: 200, answer: one, errors: ["member_not_found"] },
  {
    method: "POST",
    path: "/merchant/members/:id/role",
    caller: "member",
    permission: "member.manage",
    summary: "Give a member another role",
    description: "It counts from the member's next request on. The role that is there already changes nothing. An owner always stays.",
    body: RoleBody,
    status: 200,
    answer: one,
    errors: ["member_not_found", "last_owner"],
  },
  {
    method: "POST",
    path: "/merchant/members/:id/removal",
    caller: "member",
    permission: "member.manage",
    summary: "Take a member out",
    description: "Its sessions and tokens reach nothing of the merchant's from the next request on.",
    body: RemovalBody,
    status: 200,
    answer: z.strictObject({ member_id: z.string() }),
    errors: ["member_not_found", "last_owner"],
  },
  {
    method: "POST",
    path: "/merchant/memberships/:id/departure",
    caller: "person",
    summary: "Leave a merchant",
    description: "By the id of one's own membership, as GET /merchant/me shows it. The last owner cannot.",
    body: DepartureBody,
    status: 200,
    answer: z.strictObject({ member_id: z.string() }),
    errors: ["member_not_found", "last_owner"],
  },
  {
    method: "GET",
    path: "/merchant/member-changes",
    caller: "member",
    summary: "Who joined, changed and left, when, by whom and why; the newest first",
    query: ChangesQuery,
    status: 200,
    answer: z.strictObject({ member_changes: z.array(MemberChangeAnswer) }),
    errors: [],
  },
]
