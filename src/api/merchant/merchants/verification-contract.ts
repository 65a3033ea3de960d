import { z } from "@medusajs/framework/zod"

import { checkKinds, checkResults } from "../../../domain/verification-check"
import { documentTypes, items, requirementSets } from "../../../domain/verification"
import { dayAnswer, instantAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { addressField, city, companyId, licenceExpiresOn, licenceNumber, nameField, nationalId, phone, postalCode } from "./fields"

export const DetailsBody = z.strictObject({
  name: nameField.optional(),
  national_id: nationalId.nullable().optional(),
  company_id: companyId.nullable().optional(),
  licence_number: licenceNumber.nullable().optional(),
  licence_expires_on: licenceExpiresOn.nullable().optional(),
  phone: phone.optional(),
  city: city.nullable().optional(),
  address: addressField.optional(),
  postal_code: postalCode.nullable().optional(),
})

const item = z.enum(items)

export const MerchantChangeAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  item,
  value: z.string().nullable().describe("what a field is to be"),
  document_id: z.string().nullable().describe("the document that is to take the old one's place"),
  asked_at: instantAnswer,
  decided_at: instantAnswer.nullable(),
  accepted: z.boolean().nullable(),
  note: z.string().nullable(),
})

export const CheckAnswer = z.strictObject({
  id: z.string(),
  kind: z.enum(checkKinds),
  subject: z.record(z.string(), z.string()).describe("what exactly was compared"),
  provider: z.string(),
  result: z.enum(checkResults),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  at: instantAnswer,
})

export const VerificationAnswer = z.strictObject({
  merchant_id: z.string(),
  rules_version: z.int().describe("the edition that the application was made under"),
  set: z.enum(requirementSets),
  required: z.array(item),
  missing: z.array(item).describe("not given yet, or expired: without these nobody is verified"),
  asked: z.array(z.strictObject({ item, note: z.string(), given: z.boolean() })).describe("what the reviewer asked for: exactly this may be changed now"),
  waiting: z.array(MerchantChangeAnswer).describe("changes that an operator has yet to see"),
  expiring: z.array(z.strictObject({ item, expires_on: dayAnswer })),
  document_types: z.array(z.enum(documentTypes)),
  document_max_bytes: z.int(),
})
const forMembers = z.strictObject({ verification: VerificationAnswer })
const forOperators = z.strictObject({ verification: VerificationAnswer.extend({ checks: z.array(CheckAnswer) }) })

export const CheckBody = z.strictObject({
  kind: z.enum(checkKinds),
  result: z.enum(["passed", "failed", "unknown"]).optional().describe("what you saw yourself; without it, the verification service is asked"),
  note: z.string().trim().min(3).max(500).optional().describe("needed with a result: how it was seen"),
  reference: z.string().trim().min(1).max(200).optional(),
})

const NoteBody = z.strictObject({ note: z.string().trim().min(3).max(500) })
export type NoteInput = z.infer<typeof NoteBody>
const changed = z.strictObject({ change: MerchantChangeAnswer })
const ofTheDetails = ["nothing_changed", "merchant_identity_missing", "national_id_invalid", "company_id_invalid"] as const

export const ChangesQuery = pageQuery.extend({
  merchant_id: z.string().optional(),
  decided: z.literal("true").optional().describe("those already decided too"),
})

export const verificationEndpoints: Endpoint[] = [
  {
    method: "GET", path: "/merchant/merchants/:id/verification", caller: "member",
    summary: "Where my verification stands: what is asked for, missing, waiting or about to expire (K10)",
    status: 200, answer: forMembers, errors: ["merchant_not_found"],
  },
  {
    method: "POST", path: "/merchant/merchants/:id/details", caller: "member", permission: "merchant.manage",
    summary: "Change what the merchant says of itself (K10)",
    description: "At once while it applies. When changes are needed, exactly what the reviewer asked for. Once verified, a change waits for an operator; until then the verified value stays, and the shops go on.",
    body: DetailsBody, status: 200, answer: forMembers,
    errors: ["merchant_not_found", "wrong_state", "item_not_asked_for", "document_expired", ...ofTheDetails],
  },
  {
    method: "GET", path: "/admin/merchants/:id/verification", caller: "operator",
    summary: "Where a merchant's verification stands, with the newest checks", status: 200, answer: forOperators, errors: ["merchant_not_found"],
  },
  {
    method: "POST", path: "/admin/merchants/:id/checks", caller: "operator",
    summary: "Check a merchant by the verification service, or record what you saw (K10)",
    description: "Without a service of the host's the check stays pending until an operator records a result. A service that fails or is silent gives 'unknown'.",
    body: CheckBody, status: 201, answer: z.strictObject({ check: CheckAnswer }), errors: ["merchant_not_found", "check_subject_missing", "bad_input"],
  },
  {
    method: "GET", path: "/admin/merchant-changes", caller: "operator",
    summary: "What verified merchants want changed, the oldest first", query: ChangesQuery,
    status: 200, answer: z.strictObject({ changes: z.array(MerchantChangeAnswer) }), errors: [],
  },
  {
    method: "POST", path: "/admin/merchant-changes/:id/acceptance", caller: "operator",
    summary: "Accept a change: it takes the place of what was verified before (K10)", status: 200, answer: changed,
    errors: ["change_not_found", "change_decided", "wrong_state", "merchant_identity_missing", "national_id_invalid", "company_id_invalid"],
  },
  {
    method: "POST", path: "/admin/merchant-changes/:id/refusal", caller: "operator",
    summary: "Refuse a change: what was verified before stays", body: NoteBody, status: 200, answer: changed,
    errors: ["change_not_found", "change_decided"],
  },
]
