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
}

/**
 * Posts journals inside the transaction of `manager`, in one round trip: the only way into the ledger. State and money
 * that belong together therefore commit or fail as one (decision 4 of the architecture).
 * @returns for each key whether it was new; a key already posted with the same content changes nothing
 * @throws journal_key_reused, account_overdrawn, account_unknown, money_out_of_range; the caller's transaction is then lost
 */
export async function postWithin(manager: SqlManager, journals: Journal[], occurredAt: Instant): Promise<Posted[]> {
  if (journals.length === 0) return []
  const payload = journals.map(({ key, kind, reason, postings }) => ({
    key, kind, reason, overdraws: journalKinds[kind].overdraws,
    postings: postings.map(({ from, to, amount }) => ({ from, to, minor: amount.minor, currency: amount.currency })),
  }))
  try {
    return await manager.execute<Posted>("select key, posted from ledger_post(?::jsonb, ?::timestamptz)", [
      JSON.stringify(payload), occurredAt,
    ])
  } catch (error) {
    throw asRefusal(error)
  }
}

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
