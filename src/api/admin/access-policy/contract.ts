import { z } from "@medusajs/framework/zod"

import type { Endpoint } from "../../endpoint"

export const AccessPolicyBody = z.strictObject({
  invitation_days: z.int().min(1).max(90).optional().describe("how long an invitation may be accepted"),
  members_without_lease: z.int().min(1).max(100).optional().describe("how many members a merchant may have before it rents; then its plan says it"),
  delegation_days: z.int().min(1).max(730).optional().describe("for how long at a time a general admin may be assigned (K14)"),
  reason: z.string().trim().min(3).max(500),
})

const AccessPolicyAnswer = z.strictObject({
  version: z.int(),
  invitation_days: z.int(),
  members_without_lease: z.int(),
  delegation_days: z.int(),
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
    errors: [],
  },
]
