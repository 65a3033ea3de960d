import { parse } from "csv-parse/sync"

import { isDay } from "./calendar"
import { chartEntry } from "./chart"
import { refuse } from "./errors"
import { journal, type Journal } from "./journal"
import { money } from "./money"

/** What a movement on a statement was. The last three are in the books already, by what caused them. */
export const purposes = ["payout", "fee", "tax", "owner", "transfer", "payment", "rent"] as const
export type Purpose = (typeof purposes)[number]

/** One line of a statement, as the bank or gateway wrote it. `amount_minor` is above zero where money came in. */
export type StatementLine = {
  line: number
  /** The chart's account that it is a statement of: `bank:mellat`, `gateway:pp_system_default`. */
  account: string
  currency: string
  booked_on: string
  amount_minor: number
  /** The bank's own name for the movement: unique in its account. */
  reference: string
  /** What was in the account after it. */
  balance_minor: number
  purpose: Purpose | null
  /** For a payout, the gateway it came from. */
  gateway: string | null
}

export const MOST_LINES = 10_000
const columns = ["account", "currency", "booked_on", "amount_minor", "reference", "balance_minor"] as const
const wholeNumber = /^-?\d{1,16}$/

/**
 * Reads a statement: CSV with a header, or one JSON object in each line, with the same names. All of it is read, or nothing.
 * @throws statement_unreadable, statement_columns_missing, statement_line_wrong, statement_empty, statement_gap
 */
export function parseStatement(format: "csv" | "jsonl", text: string): StatementLine[] {
  const rows = format === "csv" ? csvRows(text) : jsonRows(text)
  if (rows.length === 0) refuse("statement_empty", {})
  if (rows.length > MOST_LINES) refuse("statement_unreadable", { line: MOST_LINES, cause: `more than ${MOST_LINES} lines` })
  const lines = rows.map(({ line, cells }) => lineOf(line, cells))
  mustFollow(lines)
  return lines
}

type Row = { line: number; cells: Record<string, unknown> }

function csvRows(text: string): Row[] {
  try {
    const records: { record: Record<string, string>; info: { lines: number } }[] = parse(text.replace(/^\uFEFF/, ""), { columns: true, info: true, skip_empty_lines: true, trim: true })
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    return refuse("statement_unreadable", { line: 1, cause: error instanceof Error ? error.message : "it is no CSV" })
  }
}

const jsonRows = (text: string): Row[] =>
  text.split(/\r?\n/).flatMap((content, index) => {
    if (content.trim() === "") return []
    const cells = jsonOf(content)
    return cells === null ? refuse("statement_unreadable", { line: index + 1, cause: "it is no JSON object" }) : [{ line: index + 1, cells }]
  })

function jsonOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

function lineOf(line: number, cells: Record<string, unknown>): StatementLine {
  const missing = columns.filter((column) => cells[column] === undefined)
  if (missing.length > 0) refuse("statement_columns_missing", { line, columns: missing.join(", ") })
  const text = (column: string): string => (typeof cells[column] === "string" || typeof cells[column] === "number" ? String(cells[column]).trim() : "")
  const wrong = (column: string) => refuse("statement_line_wrong", { line, column, value: text(column) })
  const minor = (column: string): number => {
    const value = Number(text(column))
    return wholeNumber.test(text(column)) && Number.isSafeInteger(value) ? value : wrong(column)
  }
  const account = text("account")
  if (!/^(bank|gateway):[A-Za-z0-9_.-]{1,60}$/.test(account)) wrong("account")
  const currency = text("currency").toLowerCase()
  if (!/^[a-z]{3}$/.test(currency)) wrong("currency")
  if (!isDay(text("booked_on"))) wrong("booked_on")
  if (text("reference") === "" || text("reference").length > 120) wrong("reference")
  const amount_minor = minor("amount_minor")
  if (amount_minor === 0) wrong("amount_minor")
  const purpose = purposes.find((each) => each === text("purpose")) ?? (text("purpose") === "" ? null : wrong("purpose"))
  const gateway = text("gateway") === "" ? null : /^[A-Za-z0-9_.-]{1,60}$/.test(text("gateway")) ? text("gateway") : wrong("gateway")
  return { line, account, currency, booked_on: text("booked_on"), amount_minor, reference: text("reference"), balance_minor: minor("balance_minor"), purpose, gateway }
}

/** Each line's balance is the one before it and its own amount: a line that is missing shows. */
function mustFollow(lines: StatementLine[]): void {
  const last = new Map<string, number>()
  for (const { line, account, currency, amount_minor, balance_minor } of lines) {
    const before = last.get(`${account}/${currency}`)
    if (before !== undefined && before + amount_minor !== balance_minor) refuse("statement_gap", { line, wanted: before + amount_minor, got: balance_minor })
    last.set(`${account}/${currency}`, balance_minor)
  }
}

export type Explained = Pick<StatementLine, "account" | "currency" | "amount_minor" | "gateway"> & { id: string; purpose: Purpose }

/**
 * The journal of a line that nothing else books: a gateway's payout as its bank sees it, fees, tax, and the owner's own money.
 * A payout on the gateway's own statement, transfers, payments and rent are booked by what they are: null.
 * @throws statement_purpose_wrong
 */
export function statementJournal({ id, account, currency, amount_minor, gateway, purpose }: Explained): Journal | null {
  const wrong = () => refuse("statement_purpose_wrong", { purpose, account, amount_minor })
  const amount = money(Math.abs(amount_minor), currency)
  /** Money that came in makes the asset's account smaller inside, and shown larger. */
  const moved = (other: string) => (amount_minor > 0 ? { from: account, to: other, amount } : { from: other, to: account, amount })
  const isBank = account.startsWith("bank:")
  if (purpose === "fee") return journal(`fee:${id}`, "fee_taken", `a fee of ${account}`, [moved("platform:fees")])
  if (purpose === "payout") {
    if (!isBank) return amount_minor < 0 ? null : wrong()
    if (amount_minor < 0 || gateway === null) return wrong()
    chartEntry(`gateway:${gateway}`)
    return journal(`sweep:${id}`, "gateway_paid_out", `${gateway} paid out`, [moved(`gateway:${gateway}`)])
  }
  if (purpose === "tax") return isBank && amount_minor < 0 ? journal(`tax:${id}`, "tax_remitted", "the marketplace's own tax", [moved("platform:tax_due")]) : wrong()
  if (purpose === "owner") return isBank ? journal(`owner:${id}`, "owner_moved", amount_minor > 0 ? "the owner put money in" : "the owner took money out", [moved("platform:owner")]) : wrong()
  if (purpose === "transfer") return isBank ? null : wrong()
  return isBank ? wrong() : null
}
