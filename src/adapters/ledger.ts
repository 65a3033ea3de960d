import { journalKinds, type Journal } from "../domain/journal"
import { refuse, type ErrorCode } from "../domain/errors"
import type { Instant } from "../domain/calendar"

/** Anything that runs SQL inside the caller's transaction: Medusa hands a module's method such a manager. */
export type SqlManager = { execute: <Row = Record<string, unknown>>(sql: string, params?: unknown[]) => Promise<Row[]> }

export type Posted = { key: string; posted: boolean }

/** The refusals of the SQL function `ledger_post`, by their SQLSTATE. */
const REFUSALS: Record<string, ErrorCode> = {
  PJ001: "journal_key_reused",
  PJ002: "account_overdrawn",
  PJ003: "account_unknown",
  PJ005: "money_out_of_range",
  PJ006: "journal_mixed_currencies",
}

/**
 * Posts journals inside the transaction of `manager`, in one round trip: the only way into the ledger. State and money
 * that belong together therefore commit or fail as one (decision 4 of the architecture).
 * @returns for each key whether it was new; a key already posted with the same content changes nothing
 * @throws journal_key_reused, account_overdrawn, account_unknown, money_out_of_range; the caller's transaction is then lost
 */
export async function postWithin(manager: SqlManager, journals: Journal[], occurredAt: Instant): Promise<Posted[]> {
  if (journals.length === 0) return []
  try {
    const [row] = await manager.execute<{ known: string[] | null }>(...callOf(journals, occurredAt))
    const known = new Set(row?.known)
    return [...new Set(journals.map(({ key }) => key))].map((key) => ({ key, posted: !known.has(key) }))
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Without casts, which Postgres would work out anew at each call: the functions' signatures say the types. */
const LEDGER_POST = "select ledger_post(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as known"
const LEDGER_POST_ONE = "select ledger_post_one(?, ?, ?, ?, ?, ?, ?, ?) as known"

/** The statement and its parameters; a single posting has a shorter way. */
function callOf(journals: Journal[], occurredAt: Instant): [sql: string, params: unknown[]] {
  const [journal] = journals
  const [posting] = journal?.postings ?? []
  if (!journal || !posting || journals.length + journal.postings.length > 2) return [LEDGER_POST, [...columnsOf(journals), occurredAt]]
  const { key, kind, reason } = journal
  const { from, to, amount: { minor, currency } } = posting
  return [LEDGER_POST_ONE, [key, kind, reason, journalKinds[kind].overdraws, `${from}/${currency}`, `${to}/${currency}`, minor, occurredAt]]
}

/** The journals as the columns that `ledger_post` takes, each one array literal; places count from 1. */
function columnsOf(journals: Journal[]): string[] {
  const accounts = new Map<string, number>()
  const placeOf = (name: string, currency: string): number => {
    const id = `${name}/${currency}`
    const place = accounts.get(id) ?? accounts.size + 1
    accounts.set(id, place)
    return place
  }
  const [owners, positions, froms, tos, minors]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []]
  let owner = 0
  for (const { postings } of journals) {
    owner += 1
    let position = 0
    for (const { from, to, amount } of postings) {
      owners.push(owner)
      positions.push((position += 1))
      froms.push(placeOf(from, amount.currency))
      tos.push(placeOf(to, amount.currency))
      minors.push(amount.minor)
    }
  }
  return [
    texts([...accounts.keys()]), texts(journals.map(({ key }) => key)), texts(journals.map(({ kind }) => kind)),
    texts(journals.map(({ reason }) => reason)), plain(journals.map(({ kind }) => journalKinds[kind].overdraws)),
    plain(owners), plain(positions), plain(froms), plain(tos), plain(minors),
  ]
}

/** An array literal of Postgres: one parameter, whatever its length. */
const plain = (values: (number | boolean)[]): string => `{${values.join(",")}}`
const texts = (values: string[]): string => `{"${(marked(values) ? values.map(escaped) : values).join('","')}"}`
/** Hardly ever: asking once for all is much quicker than replacing nothing in each. */
const marked = (values: string[]): boolean => /["\\]/.test(values.join(""))
const escaped = (value: string): string => value.replace(/["\\]/g, "\\$&")

/** Turns the database's refusal into ours; anything else stays what it is. */
function asRefusal(error: unknown): unknown {
  if (typeof error !== "object" || error === null || !("code" in error)) return error
  const code = REFUSALS[String(error.code)]
  if (!code) return error
  const subject = "detail" in error ? String(error.detail) : "?"
  try {
    return refuse(code, { account: subject, key: subject })
  } catch (refusal) {
    return refusal
  }
}
