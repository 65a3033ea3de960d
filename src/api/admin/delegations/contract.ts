import { z } from "@medusajs/framework/zod"

import { delegablePermissions } from "../../../domain/delegation"
import { instantInput, type Endpoint } from "../../endpoint"
import { ActsQuery, DelegationsQuery, EndBody, manyActs, manyDelegations, oneDelegation } from "../../merchant/delegations/contract"

export const AssignBody = z.strictObject({
  operator_id: z.string().min(1).optional().describe("a user of the dashboard; whoever assigns, where absent"),
  scope: z.array(z.enum(delegablePermissions)).min(1).describe("in what the operator may act for the merchant: never money, members or rent"),
  from_at: instantInput.optional().describe("now, where absent"),
  until_at: instantInput,
  reason: z.string().trim().min(3).max(500),
})

export const AdminDelegationsQuery = DelegationsQuery.extend({ merchant_id: z.string().optional(), operator_id: z.string().optional() })

export const generalAdminEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/admin/shops/:id/general-admin",
    caller: "operator",
    summary: "Assign a general admin to a shop, free of charge (K14)",
    description:
      "One at a time. The operator then calls the merchant's own routes with its dashboard login and the header x-pasaj-acting-for: <the assignment's id>. " +
      "The merchant is told, sees every act and may end it at once.",
    body: AssignBody,
    status: 201,
    answer: oneDelegation,
    errors: ["shop_not_found", "shop_closed", "operator_not_found", "delegation_time_invalid", "general_admin_assigned"],
  },
  {
    method: "GET",
    path: "/admin/delegations",
    caller: "operator",
    summary: "General admins and their assignments, the newest first (K14)",
    query: AdminDelegationsQuery,
    status: 200,
    answer: manyDelegations,
    errors: [],
  },
  { method: "GET", path: "/admin/delegations/:id", caller: "operator", summary: "One assignment (K14)", status: 200, answer: oneDelegation, errors: ["delegation_not_found"] },
  {
    method: "GET",
    path: "/admin/delegations/:id/acts",
    caller: "operator",
    summary: "What was done or tried under an assignment, the newest first (K14)",
    query: ActsQuery,
    status: 200,
    answer: manyActs,
    errors: ["delegation_not_found"],
  },
  {
    method: "POST",
    path: "/admin/delegations/:id/end",
    caller: "operator",
    summary: "End an assignment at once (K14)",
    body: EndBody,
    status: 200,
    answer: oneDelegation,
    errors: ["delegation_not_found", "delegation_expired", "delegation_ended"],
  },
]
