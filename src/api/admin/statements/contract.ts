import { z } from "@medusajs/framework/zod"

import { purposes } from "../../../domain/statement"
import { dayAnswer, instantAnswer, moneyAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const StatementBody = z.strictObject({
  format: z.enum(["csv", "jsonl"]).describe("CSV with a header, or one JSON object in each line"),
  content: z.string().min(1).max(4_000_000).describe(
    "lines with account (`bank:mellat`, `gateway:pp_system_default`), currency, booked_on, amount_minor (below zero where money left), reference (the bank's own, unique in the account), balance_minor (after the line), and optionally purpose and gateway; up to 10,000",
  ),
})
export const ExplanationBody = z.strictObject({
  purpose: z.enum(purposes).describe("payout: a gateway's to the bank; fee, tax, owner: as they say; transfer, payment and rent are in the books by what they are"),
  gateway: z.string().regex(/^[A-Za-z0-9_.-]{1,60}$/, "the payment provider's id").optional().describe("which gateway paid out"),
})

export const StatementLineAnswer = z.strictObject({
  id: z.string(),
  account: z.string(),
  booked_on: dayAnswer,
  amount: moneyAnswer.describe("below zero where money left the account"),
  balance: moneyAnswer.describe("what was in the account after it"),
  reference: z.string(),
  purpose: z.enum(purposes).nullable().describe("null while nobody knows"),
  gateway: z.string().nullable(),
  explained_at: instantAnswer.nullable(),
})

export const statementEndpoints: Endpoint[] = [
  {
    method: "POST", path: "/admin/statements", caller: "operator", body: StatementBody, body_limit: "8mb",
    summary: "Take in the statement of a bank account or a gateway (K2)",
    description: "All of it or nothing. The same line again changes nothing. Lines that say what they were are booked; the others wait until somebody says.",
    status: 201,
    answer: z.strictObject({ statement: z.strictObject({ id: z.string(), lines: z.int(), new_lines: z.int(), explained: z.int(), waiting: z.int() }) }),
    errors: [
      "statement_unreadable", "statement_empty", "statement_columns_missing", "statement_line_wrong", "statement_gap", "statement_line_changed",
      "statement_purpose_wrong", "money_out_of_range",
    ],
  },
  {
    method: "GET", path: "/admin/statement-lines", caller: "operator", summary: "Lines of statements, the oldest import first; those that wait, where asked",
    query: pageQuery.extend({ waiting: z.enum(["true", "false"]).default("true").transform((text) => text === "true"), account: z.string().optional() }),
    status: 200, answer: z.strictObject({ statement_lines: z.array(StatementLineAnswer) }), errors: [],
  },
  {
    method: "POST", path: "/admin/statement-lines/:id/explanation", caller: "operator", body: ExplanationBody,
    summary: "Say what a line of a statement was",
    status: 200, answer: z.strictObject({ statement_line: StatementLineAnswer }),
    errors: ["statement_line_not_found", "statement_line_explained", "statement_purpose_wrong"],
  },
]
