import { z } from "@medusajs/framework/zod"

import { documentKinds, documentTypes, fieldNames, largestDocument, publicFields } from "../../../domain/verification"
import type { Endpoint } from "../../endpoint"

const RequirementSet = z.strictObject({
  fields: z.array(z.enum([...fieldNames, "payout_account"])).max(20),
  documents: z.array(z.enum(documentKinds)).max(20),
  public: z.array(z.enum(publicFields)).max(20).describe("what buyers are told of such a trader, beside its name and kind"),
})

const days = (most: number) => z.int().min(0).max(most)

const rules = {
  sets: z.strictObject({
    natural_unlicensed: RequirementSet, natural_licensed: RequirementSet, legal_unlicensed: RequirementSet, legal_licensed: RequirementSet,
  }),
  document_types: z.array(z.enum(documentTypes)).min(1).max(10),
  document_max_bytes: z.int().min(10_000).max(largestDocument),
  document_count: z.int().min(5).max(1_000).describe("documents of a merchant, replaced ones included"),
  reminder_days: z.array(z.int().min(1).max(365)).max(8).describe("days before something expires"),
  grace_days: days(365).describe("days after something expired until the merchant's shops stop"),
  leaving_hours: z.int().min(1).max(2_160).describe("how long a merchant that leaves waits at least"),
  identity_years: z.int().min(0).max(50).describe("how long the identity of a merchant that left is kept"),
  rejected_days: days(3_650).describe("how long a rejected application is kept"),
}

export const VerificationRulesBody = z.strictObject({
  sets: rules.sets.partial().optional(),
  document_types: rules.document_types.optional(),
  document_max_bytes: rules.document_max_bytes.optional(),
  document_count: rules.document_count.optional(),
  reminder_days: rules.reminder_days.optional(),
  grace_days: rules.grace_days.optional(),
  leaving_hours: rules.leaving_hours.optional(),
  identity_years: rules.identity_years.optional(),
  rejected_days: rules.rejected_days.optional(),
  reason: z.string().trim().min(3).max(500),
})

const one = z.strictObject({
  verification_rules: z.strictObject({ version: z.int(), rules: z.strictObject(rules), reason: z.string(), author: z.string() }),
})

export const verificationRulesEndpoints: Endpoint[] = [
  { method: "GET", path: "/admin/verification-rules", caller: "operator", summary: "The verification rules in force", status: 200, answer: one, errors: [] },
  {
    method: "POST",
    path: "/admin/verification-rules",
    caller: "operator",
    summary: "Put a new edition of the verification rules in force (K10)",
    description: "It binds applications made from now on; each keeps the edition it was made under. What is not named stays as it was. What buyers are told of traders follows the edition in force.",
    body: VerificationRulesBody,
    status: 201,
    answer: one,
    errors: ["verification_rules_contradict"],
  },
]
