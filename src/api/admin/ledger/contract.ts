import { z } from "@medusajs/framework/zod"

import { instantAnswer, moneyAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const AccountAnswer = z.strictObject({
  id: z.string().describe("name and currency: the cursor of the list"),
  name: z.string(),
  class: z.enum(["asset", "liability", "income", "expense", "equity"]),
  protection: z.enum(["guarded", "payable", "open"]),
  balance: moneyAnswer.describe("assets and expenses are shown as positive when there is something"),
})

export const EntryAnswer = z.strictObject({
  journal_id: z.int(),
  key: z.string().describe("what the journal is for; a key is posted once"),
  kind: z.string(),
  reason: z.string(),
  occurred_at: instantAnswer.describe("when it happened"),
  recorded_at: instantAnswer.describe("when it was posted"),
  from: z.string().describe("the account that is debited"),
  to: z.string().describe("the account that is credited"),
  amount: moneyAnswer,
  balance: moneyAnswer.describe("what the account had after it, shown as in the list of accounts"),
})

export const AccountsQuery = pageQuery.extend({
  prefix: z.string().max(200).default("").describe("the beginning of a name: 'hold:', 'merchant:mer_1:'"),
  at: z.iso.datetime().optional().describe("balances as they stood at this instant, by when things happened; now, if left away"),
})
export const EntriesQuery = z.strictObject({
  account: z.string().min(1).max(200),
  before: z.coerce.number().int().positive().optional().describe("only journals older than this journal_id: where to read on from"),
  after: z.coerce.number().int().positive().optional().describe("only journals younger than this journal_id"),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe("how many journals"),
})

export const ledgerEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/ledger/accounts",
    caller: "operator",
    summary: "Accounts by the beginning of their name, with their balances, now or at a past moment",
    query: AccountsQuery,
    status: 200,
    answer: z.strictObject({ accounts: z.array(AccountAnswer) }),
    errors: [],
  },
  {
    method: "GET",
    path: "/admin/ledger/entries",
    caller: "operator",
    summary: "What journals did to an account, the latest first, with the balance after each",
    description: "All postings of a journal that touch the account are on one page. An account that was never posted to has none.",
    query: EntriesQuery,
    status: 200,
    answer: z.strictObject({ entries: z.array(EntryAnswer) }),
    errors: [],
  },
]
