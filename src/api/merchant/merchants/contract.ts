import { z } from "@medusajs/framework/zod"

import { statesOf } from "../../../domain/machine"
import { merchantMachine } from "../../../domain/merchant"
import { instantAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"

const phone = z.string().regex(/^\+?[0-9]{8,15}$/, "a phone number is 8 to 15 digits, with or without +")

export const ApplyBody = z.strictObject({
  kind: z.enum(["natural", "legal"]).describe("a person, or a company"),
  name: z.string().trim().min(2).max(160),
  national_id: z.string().nullable().default(null).describe("natural persons: ten digits with their checksum"),
  company_id: z.string().regex(/^\d{11}$/).nullable().default(null).describe("legal persons: eleven digits"),
  licence_number: z.string().trim().min(3).max(60).nullable().default(null).describe("the business licence, where there is one"),
  phone,
  address: z.string().trim().min(5).max(500),
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
  address: z.string(),
  review_note: z.string().nullable(),
  applied_at: instantAnswer,
  next_actions: z.array(nextActionAnswer),
})

export const MerchantsQuery = pageQuery.extend({ state: MerchantAnswer.shape.state.optional() })
const one = z.strictObject({ merchant: MerchantAnswer })
const many = z.strictObject({ merchants: z.array(MerchantAnswer) })

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
    errors: ["national_id_invalid", "merchant_identity_missing"],
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
    errors: ["merchant_not_found", "wrong_state"],
  },
]

const ReasonBody = z.strictObject({ reason: z.string().trim().min(3).max(1000) })
const review = (act: string, summary: string, body?: typeof ReasonBody): Endpoint => ({
  method: "POST",
  path: `/admin/merchants/:id/${act}`,
  caller: "operator",
  summary,
  body,
  status: 200,
  answer: one,
  errors: ["merchant_not_found", "wrong_state"],
})

export const merchantReviewEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/merchants",
    caller: "operator",
    summary: "Merchants, the first applicants first; with `state`, only those in it",
    query: MerchantsQuery,
    status: 200,
    answer: many,
    errors: [],
  },
  { method: "GET", path: "/admin/merchants/:id", caller: "operator", summary: "A merchant", status: 200, answer: one, errors: ["merchant_not_found"] },
  review("claim", "Take an application into review"),
  review("verification", "Verify the merchant (K10)"),
  review("change-request", "Ask the applicant for changes", ReasonBody),
  review("rejection", "Reject the application", ReasonBody),
]
export type ReasonInput = z.infer<typeof ReasonBody>
