import { z } from "@medusajs/framework/zod"

import { statesOf } from "../../../domain/machine"
import { settlementMachine, transferMachine } from "../../../domain/settlement"
import { dayAnswer, instantAnswer, moneyAnswer, nextActionAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const RequestSettlementBody = z.strictObject({
  currency: z.string().regex(/^[a-z]{3}$/, "three small letters").optional().describe("may be left out where only one is payable"),
})

export const TransferAnswer = z.strictObject({
  id: z.string(),
  sequence: z.int(),
  state: z.enum(statesOf(transferMachine)),
  amount: moneyAnswer,
  bank: z.string().nullable().describe("which of the marketplace's accounts paid it"),
  bank_reference: z.string().nullable(),
  paid_at: instantAnswer.nullable(),
  reason: z.string().nullable().describe("why the bank refused it or sent it back"),
  next_actions: z.array(nextActionAnswer),
})

export const SettlementAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  state: z.enum(statesOf(settlementMachine)),
  amount: moneyAnswer,
  sheba: z.string(),
  holder: z.string(),
  requested_at: instantAnswer,
  requested_by: z.string(),
  due_on: dayAnswer.describe("the latest day of arrival: the third business day after the request (K6)"),
  extension_reason: z.string().nullable(),
  approved_at: instantAnswer.nullable(),
  paid_at: instantAnswer.nullable(),
  withdrawn_at: instantAnswer.nullable(),
  transfers: z.array(TransferAnswer).describe("the bank orders; an amount above the order limit is several"),
  next_actions: z.array(nextActionAnswer),
})

export const settlementPage = pageQuery.extend({ state: SettlementAnswer.shape.state.optional() })
const one = z.strictObject({ settlement: SettlementAnswer })

export const settlementEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/settlements",
    caller: "member",
    permission: "settlement.request",
    summary: "Ask to be paid everything that is payable (K5)",
    description: "Only released money is payable: dispatched with a tracking code, delivered, and accepted by its buyer (K17). It is reserved at once, and has arrived at the latest on `due_on` (K6).",
    body: RequestSettlementBody,
    status: 201,
    answer: one,
    errors: [
      "merchant_choice_needed", "nothing_to_settle", "settlement_currency_needed", "payout_account_missing", "payout_account_cooling",
      "account_overdrawn",
    ],
  },
  {
    method: "GET",
    path: "/merchant/settlements",
    caller: "member",
    summary: "My settlements, the newest first",
    query: settlementPage,
    status: 200,
    answer: z.strictObject({ settlements: z.array(SettlementAnswer) }),
    errors: [],
  },
  { method: "GET", path: "/merchant/settlements/:id", caller: "member", summary: "One of my settlements", status: 200, answer: one, errors: ["settlement_not_found"] },
  {
    method: "POST",
    path: "/merchant/settlements/:id/withdrawal",
    caller: "member",
    permission: "settlement.request",
    summary: "Take a request back before any of it was filed or paid",
    status: 200,
    answer: one,
    errors: ["settlement_not_found", "wrong_state"],
  },
]
