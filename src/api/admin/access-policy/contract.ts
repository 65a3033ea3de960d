import { z } from "@medusajs/framework/zod"

import { delegablePermissions } from "../../../domain/delegation"
import type { Endpoint } from "../../endpoint"

export const AccessPolicyBody = z.strictObject({
  invitation_days: z.int().min(1).max(90).optional().describe("how long an invitation may be accepted"),
  members_without_lease: z.int().min(1).max(100).optional().describe("how many members a merchant may have before it rents; then its plan says it"),
  delegation_days: z.int().min(1).max(730).optional().describe("for how long at a time a general admin may be assigned (K14)"),
  general_admins: z.array(z.string().min(1).max(100)).max(200).refine((ids) => new Set(ids).size === ids.length, "each operator once").optional()
    .describe("the operators who stand by: each new shop gets the one with the fewest shops; an empty list gives nobody (K14)"),
  general_admin_scope: z.array(z.enum(delegablePermissions)).min(1).optional().describe("in what they may act for the merchant"),
  general_admin_days: z.int().min(1).max(730).optional().describe("for how long at a time, renewed while they stand by and nobody ends it"),
  reason: z.string().trim().min(3).max(500),
})

const AccessPolicyAnswer = z.strictObject({
  version: z.int(),
  invitation_days: z.int(),
  members_without_lease: z.int(),
  delegation_days: z.int(),
  general_admins: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  general_admin_scope: z.array(z.enum(delegablePermissions)),
  general_admin_days: z.int(),
  reason: z.string(),
  author: z.string(),
})

const one = z.strictObject({ access_policy: AccessPolicyAnswer })

export const accessPolicyEndpoints: Endpoint[] = [
  { method: "GET", path: "/admin/access-policy", caller: "operator", summary: "The access policy in force", status: 200, answer: one, errors: [] },
  {
    method: "POST",
    path: "/admin/access-policy",
    caller: "operator",
    summary: "Put a new edition of the access policy in force",
    description: "It binds invitations and general admins from now on; those that are there keep their time. What is not named stays as it was.",
    body: AccessPolicyBody,
    status: 201,
    answer: one,
    errors: ["operator_not_found", "general_admin_days_too_many"],
  },
]
