import { z } from "@medusajs/framework/zod"

import { documentKinds, documentTypes } from "../../../domain/verification"
import { dayAnswer, instantAnswer, pageQuery, type Endpoint } from "../../endpoint"
import { dayInput } from "../merchants/fields"

/** Base64 of the largest document that any edition of the rules may take, and some room for the refusal of a larger one. */
const LONGEST = 7_400_000
const isBase64 = (text: string): boolean => Buffer.from(text, "base64").toString("base64") === text

export const DocumentBody = z.strictObject({
  kind: z.enum(documentKinds),
  file_name: z.string().trim().min(1).max(200).describe("as the merchant calls it; it plays no part in what the file is taken for"),
  content_type: z.enum(documentTypes),
  content: z.string().min(1).max(LONGEST).refine(isBase64, "base64, with its padding and without line breaks"),
  expires_on: dayInput.nullable().default(null).describe("the last day on which the paper is good"),
})

export const DocumentAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  kind: z.enum(documentKinds),
  file_name: z.string(),
  content_type: z.enum(documentTypes),
  bytes: z.int(),
  sha256: z.string(),
  expires_on: dayAnswer.nullable(),
  pending: z.boolean().describe("an operator has yet to accept it in the old one's place"),
  uploaded_at: instantAnswer,
  replaced_at: instantAnswer.nullable(),
})

const one = z.strictObject({ document: DocumentAnswer })
const many = z.strictObject({ documents: z.array(DocumentAnswer) })
const withContent = z.strictObject({
  document: DocumentAnswer, content: z.string().describe("base64: a stranger's file is never served as a page of ours"),
})

export const documentEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/documents",
    caller: "member",
    permission: "merchant.manage",
    summary: "Hand in a document for verification (K10)",
    description: "What it is, is judged by its own bytes. It takes the place of the one of its kind, which is kept as history; of a verified merchant only once an operator has accepted it.",
    body: DocumentBody,
    body_limit: "8mb",
    status: 201,
    answer: one,
    errors: [
      "merchant_choice_needed", "wrong_state", "item_not_asked_for", "document_expired", "documents_too_many", "document_type_not_taken",
      "document_too_large", "document_not_what_it_says", "upload_left_behind",
    ],
  },
  { method: "GET", path: "/merchant/documents", caller: "member", summary: "My merchants' documents, replaced ones too", query: pageQuery, status: 200, answer: many, errors: [] },
  { method: "GET", path: "/merchant/documents/:id", caller: "member", summary: "One of my merchants' documents", status: 200, answer: one, errors: ["document_not_found"] },
  {
    method: "GET", path: "/merchant/documents/:id/content", caller: "member", permission: "merchant.manage",
    summary: "The file of one of my merchants' documents",
    description: "For those who hand them in: whoever packs or keeps accounts need not see an identity card.",
    status: 200, answer: withContent, errors: ["document_not_found", "document_gone"],
  },
  {
    method: "GET", path: "/admin/merchants/:id/documents", caller: "operator", summary: "A merchant's documents, replaced ones too",
    query: pageQuery, status: 200, answer: many, errors: ["merchant_not_found"],
  },
  {
    method: "GET", path: "/admin/merchant-documents/:id", caller: "operator", summary: "A document with its file",
    status: 200, answer: withContent, errors: ["document_not_found", "document_gone"],
  },
]
