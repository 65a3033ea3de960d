import { z } from "@medusajs/framework/zod"

import { dayAnswer, instantAnswer, moneyAnswer, type Endpoint } from "../../endpoint"

const Finding = z.strictObject({
  subject: z.string().describe("the order, the rent invoice, or a payment that belongs to neither"),
  kind: z.enum(["capture", "refund"]),
  provider: z.string(),
  medusa: z.string().describe("what Medusa's provider took or gave back, with its fraction"),
  ledger: z.string(),
  difference: z.string(),
})

export const ProofAnswer = z.strictObject({
  id: z.int(),
  at: instantAnswer,
  green: z.boolean(),
  orders: z.int().describe("orders compared"),
  payments: z.int().describe("payments without an order compared"),
  under_way: z.int().describe("subjects that may still be on their way into the books, left for the next proof"),
  took_ms: z.int(),
  sheets: z.array(z.strictObject({
    currency: z.string(),
    gateways: moneyAnswer,
    banks: moneyAnswer,
    held: moneyAnswer,
    payable: moneyAnswer,
    in_settlement: moneyAnswer,
    due_to_buyers: moneyAnswer,
    tax: moneyAnswer,
    suspense: moneyAnswer,
    own: moneyAnswer.describe("what remains for the marketplace; below zero is not covered"),
    covered: z.boolean(),
  })),
  gateways: z.array(z.strictObject({
    provider: z.string(),
    currency: z.string(),
    medusa: z.string().describe("taken less given back, by Medusa"),
    ledger: z.string().describe("the same by the ledger's journals"),
    balance: z.string().describe("what the ledger says is there, fees and other journals included"),
  })),
  statements: z.array(z.strictObject({
    account: z.string(),
    currency: z.string(),
    booked_on: dayAnswer.describe("the last day of the newest statement"),
    statement: z.string().describe("what the bank or gateway says was there at its end"),
    ledger: z.string(),
    waiting: z.string().describe("what of its lines nobody has explained yet"),
    difference: z.string(),
    agrees: z.boolean(),
  })),
  difference_count: z.int(),
  differences: z.array(Finding).describe("the first 200"),
  rounding_count: z.int(),
  roundings: z.array(Finding).describe("less than one minor unit a line, named and never posted; the first 200"),
})

export const custodyProofEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/custody-proof",
    caller: "operator",
    summary: "The last custody proof: what is there against what is owed, and Medusa's payments against the ledger (K2)",
    status: 200,
    answer: z.strictObject({ proof: ProofAnswer.nullable(), next_due_at: instantAnswer.nullable() }),
    errors: [],
  },
  {
    method: "POST",
    path: "/admin/custody-proof",
    caller: "operator",
    summary: "Prove the custody now (K2)",
    status: 201,
    answer: z.strictObject({ proof: ProofAnswer }),
    errors: [],
  },
]
