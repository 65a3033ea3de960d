import { z } from "@medusajs/framework/zod"

import { leavingBlocks } from "../../../domain/leaving"
import { exportSections } from "../../../workflows/merchant/export-sections"
import { instantAnswer, moneyAnswer, type Endpoint } from "../../endpoint"
import { MerchantAnswer } from "./contract"

export const LeavingAnswer = z.strictObject({
  merchant_id: z.string(),
  state: MerchantAnswer.shape.state,
  since: instantAnswer.nullable(),
  gone_from: instantAnswer.nullable().describe("from when on the merchant may be gone: orders under way come into the books first"),
  blocks: z.array(z.strictObject({
    block: z.enum(leavingBlocks),
    count: z.int(),
    amounts: z.array(moneyAnswer),
    says: z.string().describe("what to do about it"),
    path: z.string().nullable().describe("where to look"),
  })).describe("what keeps the merchant from being gone; also told before it begins to leave"),
})

const one = z.strictObject({ leaving: LeavingAnswer })

export const ExportQuery = z.strictObject({
  section: z.enum(exportSections).default("merchant"),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  after: z.string().optional().describe("`next` of the page before"),
})

export const ExportAnswer = z.strictObject({
  section: z.enum(exportSections),
  sections: z.array(z.enum(exportSections)).describe("all there are"),
  rows: z.array(z.record(z.string(), z.unknown())),
  next: z.string().nullable().describe("ask for the next page with it; null when there is none"),
})

const act = (path: string, summary: string, description: string | undefined, errors: Endpoint["errors"]): Endpoint => ({
  method: "POST", path, caller: "member", permission: "merchant.manage", summary, description, status: 200, answer: one, errors: ["merchant_not_found", "wrong_state", ...errors],
})

export const leavingEndpoints: Endpoint[] = [
  {
    method: "GET", path: "/merchant/merchants/:id/leaving", caller: "member",
    summary: "What would keep my merchant from leaving, and what to do about it (O9)", status: 200, answer: one, errors: ["merchant_not_found"],
  },
  act("/merchant/merchants/:id/leaving", "Begin to leave (O9)",
    "The shops sell nothing new from this moment. What was bought before goes on to its end, and the money with it. It can be taken back.", []),
  act("/merchant/merchants/:id/leaving/withdrawal", "Stay after all: the shops sell as before (O9)", undefined, []),
  act("/merchant/merchants/:id/leaving/completion", "Be gone, for good (O9)",
    "Only when nothing is held, owed or in a case, and not before `gone_from`. Without asking, the marketplace looks every few hours.", ["leaving_blocked", "leaving_too_soon"]),
  {
    method: "GET", path: "/merchant/merchants/:id/export", caller: "member", permission: "merchant.manage",
    summary: "Everything that the marketplace keeps of my merchant, section by section and page by page (O9)",
    query: ExportQuery, status: 200, answer: z.strictObject({ export: ExportAnswer }), errors: ["merchant_not_found"],
  },
  {
    method: "GET", path: "/admin/merchants/:id/leaving", caller: "operator", summary: "What keeps a merchant from leaving", status: 200, answer: one, errors: ["merchant_not_found"],
  },
  {
    method: "POST", path: "/admin/merchants/:id/leaving", caller: "operator", summary: "Begin a merchant's leaving on its request (O9)",
    status: 200, answer: one, errors: ["merchant_not_found", "wrong_state"],
  },
]
