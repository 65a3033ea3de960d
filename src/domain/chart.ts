import { refuse } from "./errors"

/**
 * The chart of accounts: the only names money can have. One row of the ledger for each name and currency.
 * - `guarded`: the database refuses a balance below zero, whatever the journal.
 * - `payable`: below zero only by the journal kinds that say so (`journal.ts`).
 * - `open`: never checked; its balance is the sum of its postings, so that no row is locked by all who touch it.
 * Balances are credits less debits: an asset is negative inside and shown as positive.
 */
export type AccountClass = "asset" | "liability" | "income" | "expense" | "equity"
export type Protection = "guarded" | "payable" | "open"
type ChartEntry = { pattern: string; class: AccountClass; protection: Protection; meaning: string }

export const chart = [
  { pattern: "gateway:<provider>", class: "asset", protection: "open", meaning: "money at a payment provider" },
  { pattern: "bank:<name>", class: "asset", protection: "open", meaning: "money in a bank account of the marketplace" },
  { pattern: "hold:<hold>", class: "liability", protection: "guarded", meaning: "the buyer's money for one shop's part of one order" },
  { pattern: "merchant:<merchant>:payable", class: "liability", protection: "payable", meaning: "what a merchant may ask to be paid" },
  { pattern: "merchant:<merchant>:in_settlement", class: "liability", protection: "guarded", meaning: "reserved for a settlement on its way" },
  { pattern: "supplier:<supplier>:payable", class: "liability", protection: "payable", meaning: "what a supplier may ask to be paid" },
  { pattern: "supplier:<supplier>:in_settlement", class: "liability", protection: "guarded", meaning: "reserved for a supplier's settlement" },
  { pattern: "buyer:<order>:refund_due", class: "liability", protection: "guarded", meaning: "to be refunded to the buyer" },
  { pattern: "buyer:<order>:compensation_due", class: "liability", protection: "guarded", meaning: "owed to the buyer beyond what was captured" },
  { pattern: "platform:order_income", class: "income", protection: "open", meaning: "the marketplace's own lines and shipping" },
  { pattern: "platform:tax_due", class: "liability", protection: "open", meaning: "the marketplace's own tax" },
  { pattern: "platform:rent_deferred", class: "liability", protection: "open", meaning: "rent paid and not yet earned" },
  { pattern: "platform:rent_earned", class: "income", protection: "open", meaning: "rent earned day by day" },
  { pattern: "platform:penalties", class: "income", protection: "open", meaning: "fines collected" },
  { pattern: "platform:goodwill", class: "expense", protection: "open", meaning: "discounts and gifts borne by the marketplace" },
  { pattern: "platform:fees", class: "expense", protection: "open", meaning: "gateway and bank fees" },
  { pattern: "platform:loss", class: "expense", protection: "open", meaning: "what the marketplace bears" },
  { pattern: "platform:owner", class: "equity", protection: "open", meaning: "the owner's own money" },
  { pattern: "suspense:<source>", class: "liability", protection: "open", meaning: "money not yet understood, worked off in a queue" },
] as const satisfies ChartEntry[]

export const account = {
  gateway: (provider: string) => `gateway:${provider}`,
  bank: (name: string) => `bank:${name}`,
  hold: (id: string) => `hold:${id}`,
  payable: (merchant: string) => `merchant:${merchant}:payable`,
  inSettlement: (merchant: string) => `merchant:${merchant}:in_settlement`,
  refundDue: (order: string) => `buyer:${order}:refund_due`,
  orderIncome: "platform:order_income",
  taxDue: "platform:tax_due",
  rentDeferred: "platform:rent_deferred",
  rentEarned: "platform:rent_earned",
  suspense: (source: string) => `suspense:${source}`,
} as const

const patterns = chart.map((entry) => ({
  entry,
  regex: new RegExp(`^${entry.pattern.replace(/<\w+>/g, "[A-Za-z0-9_.-]+")}$`),
}))

/** The chart's entry for an account name. @throws account_unknown */
export const chartEntry = (name: string): ChartEntry =>
  patterns.find(({ regex }) => regex.test(name))?.entry ?? refuse("account_unknown", { account: name })
