import { z } from "@medusajs/framework/zod"

import type { ErrorCode } from "../../../domain/errors"
import { statesOf } from "../../../domain/machine"
import { merchantMachine } from "../../../domain/merchant"
import { items } from "../../../domain/verification"
import { dayAnswer, instantAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { addressField, city, companyId, licenceExpiresOn, licenceNumber, nameField, nationalId, phone, postalCode } from "./fields"

export const ApplyBody = z.strictObject({
  kind: z.enum(["natural", "legal"]).describe("a person, or a company"),
  name: nameField,
  national_id: nationalId.nullable().default(null).describe("natural persons: ten digits with their checksum"),
  company_id: companyId.nullable().default(null).describe("legal persons: eleven digits with their checksum"),
  licence_number: licenceNumber.nullable().default(null).describe("the business licence, where there is one"),
  licence_expires_on: licenceExpiresOn.nullable().default(null).describe("the last day on which the licence is good"),
  phone,
  city: city.nullable().default(null),
  address: addressField,
  postal_code: postalCode.nullable().default(null),
})

export const MerchantAnswer = z.strictObject({
  id: z.string(),
  state: z.enum(statesOf(merchantMachine)),
  kind: z.enum(["natural", "legal"]),
  licensed: z.boolean(),
  name: z.string(),
  national_id: z.string().nullable(),
  company_id: z.string().nullable(),
  licence_number: z.string().nullable(),
  phone: z.string(),
  licence_expires_on: dayAnswer.nullable(),
  city: z.string().nullable(),
  address: z.string(),
  postal_code: z.string().nullable(),
  review_note: z.string().nullable(),
  applied_at: instantAnswer,
  verified_at: instantAnswer.nullable(),
  next_actions: z.array(nextActionAnswer),
})

export const MerchantForOperatorsAnswer = MerchantAnswer.extend({ reviewer_id: z.string().nullable().describe("the operator who has claimed the application") })

export const MerchantsQuery = pageQuery.extend({
  state: MerchantAnswer.shape.state.optional(),
  kind: MerchantAnswer.shape.kind.optional(),
  licensed: z.enum(["true", "false"]).transform((text) => text === "true").optional().describe("with or without a business licence"),
  mine: z.literal("true").optional().describe("only those that I have claimed and that wait for me or the applicant"),
})
const one = z.strictObject({ merchant: MerchantAnswer })
const many = z.strictObject({ merchants: z.array(MerchantAnswer) })
const oneForOperators = z.strictObject({ merchant: MerchantForOperatorsAnswer })
const manyForOperators = z.strictObject({ merchants: z.array(MerchantForOperatorsAnswer) })

export const merchantEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/merchants",
    caller: "person",
    summary: "Apply as a merchant (K10)",
    description: "A natural or legal person, with or without a business licence. The applying person becomes its owner.",
    body: ApplyBody,
    status: 201,
    answer: one,
    errors: ["national_id_invalid", "company_id_invalid", "merchant_identity_missing", "document_expired"],
  },
  {
    method: "GET",
    path: "/merchant/merchants",
    caller: "member",
    summary: "My merchants, in the order of their applications",
    query: pageQuery,
    status: 200,
    answer: many,
    errors: [],
  },
  {
    method: "GET",
    path: "/merchant/merchants/:id",
    caller: "member",
    summary: "One of my merchants",
    status: 200,
    answer: one,
    errors: ["merchant_not_found"],
  },
  {
    method: "POST",
    path: "/merchant/merchants/:id/resubmission",
    caller: "member",
    permission: "merchant.manage",
    summary: "Hand an application in again after changes were asked for",
    status: 200,
    answer: one,
    errors: ["merchant_not_found", "wrong_state", "changes_outstanding"],
  },
]

const ReasonBody = z.strictObject({ reason: z.string().trim().min(3).max(1000) })
const ChangeRequestBody = ReasonBody.extend({
  items: z.array(z.strictObject({ item: z.enum(items), note: z.string().trim().min(3).max(500) })).max(items.length).default([])
    .refine((asked) => new Set(asked.map(({ item }) => item)).size === asked.length, "each item is asked for once")
    .describe("field by field; the applicant may then change exactly these. Without any, the reason says what"),
})
const review = (act: string, summary: string, errors: ErrorCode[] = [], body?: z.ZodObject): Endpoint => ({
  method: "POST",
  path: `/admin/merchants/:id/${act}`,
  caller: "operator",
  summary,
  body,
  status: 200,
  answer: oneForOperators,
  errors: ["merchant_not_found", "wrong_state", ...errors],
})

export const merchantReviewEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/merchants",
    caller: "operator",
    summary: "Merchants, the first applicants first; by state, kind, licence, or those I have claimed",
    query: MerchantsQuery,
    status: 200,
    answer: manyForOperators,
    errors: [],
  },
  { method: "GET", path: "/admin/merchants/:id", caller: "operator", summary: "A merchant", status: 200, answer: oneForOperators, errors: ["merchant_not_found"] },
  review("claim", "Take an application into review: of two who claim it, one has it"),
  review("release", "Put an application back into the queue, in its old place"),
  review("verification", "Verify the merchant, once all that its rules ask for is there (K10)", ["claimed_by_another", "requirements_missing"]),
  review("change-request", "Ask the applicant for changes, field by field and document by document", ["claimed_by_another"], ChangeRequestBody),
  review("rejection", "Reject the application", ["claimed_by_another"], ReasonBody),
]
export type ReasonInput = z.infer<typeof ReasonBody>
export type ChangeRequestInput = z.infer<typeof ChangeRequestBody>
