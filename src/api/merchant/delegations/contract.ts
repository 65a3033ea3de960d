import { z } from "@medusajs/framework/zod"

import { delegablePermissions, delegationStatuses } from "../../../domain/delegation"
import { instantAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const EndBody = z.strictObject({ reason: z.string().trim().min(3).max(500).nullable().default(null) })
export const DelegationsQuery = pageQuery.extend({ shop_id: z.string().optional() })
export const ActsQuery = pageQuery.extend({ after: z.string().regex(/^\d{1,18}$/, "the id of an act").optional() })

export const DelegationAnswer = z.strictObject({
  id: z.string().describe("the operator sends it in the header x-pasaj-acting-for"),
  merchant_id: z.string(),
  shop_id: z.string(),
  operator: z.strictObject({ id: z.string(), name: z.string() }),
  scope: z.array(z.enum(delegablePermissions)),
  status: z.enum(delegationStatuses),
  from_at: instantAnswer,
  until_at: instantAnswer,
  reason: z.string(),
  assigned_by: z.string(),
  assigned_at: instantAnswer,
  ended_at: instantAnswer.nullable(),
  ended_by: z.strictObject({ type: z.string(), id: z.string() }).nullable(),
  end_reason: z.string().nullable(),
  next_actions: z.array(nextActionAnswer),
})

export const ActAnswer = z.strictObject({
  id: z.string(),
  delegation_id: z.string(),
  operator_id: z.string(),
  for: z.strictObject({ merchant_id: z.string(), shop_id: z.string() }),
  what: z.string(),
  method: z.string(),
  path: z.string(),
  said: z.unknown().describe("the request's body; of a long one its number of characters"),
  at: instantAnswer,
  outcome: z.enum(["done", "refused", "failed", "unknown"]).describe("unknown: a stop interrupted it; the histories of its rows tell"),
  status: z.int().nullable(),
  code: z.string().nullable().describe("of the refusal"),
})

export const oneDelegation = z.strictObject({ delegation: DelegationAnswer })
export const manyDelegations = z.strictObject({ delegations: z.array(DelegationAnswer) })
export const manyActs = z.strictObject({ acts: z.array(ActAnswer) })

export const delegationEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/delegations",
    caller: "member",
    summary: "The general admins of my shops, the newest first (K14)",
    query: DelegationsQuery,
    status: 200,
    answer: manyDelegations,
    errors: [],
  },
  { method: "GET", path: "/merchant/delegations/:id", caller: "member", summary: "One of them (K14)", status: 200, answer: oneDelegation, errors: ["delegation_not_found"] },
  {
    method: "GET",
    path: "/merchant/delegations/:id/acts",
    caller: "member",
    summary: "Everything that a general admin did or tried for me, the newest first (K14)",
    query: ActsQuery,
    status: 200,
    answer: manyActs,
    errors: ["delegation_not_found"],
  },
  {
    method: "POST",
    path: "/merchant/delegations/:id/end",
    caller: "member",
    permission: "shop.manage",
    summary: "End a general admin's assignment at once (K14)",
    description: "From then on nothing is admitted under it; what was admitted before is in its list of acts.",
    body: EndBody,
    status: 200,
    answer: oneDelegation,
    errors: ["delegation_not_found", "delegation_expired", "delegation_ended"],
  },
]
