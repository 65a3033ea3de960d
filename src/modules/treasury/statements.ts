import { generateEntityId } from "@medusajs/framework/utils"

import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import { startOfDay, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { statementJournal, type Purpose, type StatementLine } from "../../domain/statement"

/** `zone`: in which the bank's days begin. */
export type Importing = { format: "csv" | "jsonl"; lines: StatementLine[]; zone: string }
export type Imported = { id: string; lines: number; new_lines: number; explained: number; waiting: number }
export type LineRow = {
  id: string; account: string; currency: string; booked_on: string; amount_minor: string; reference: string; balance_minor: string
  purpose: Purpose | null; gateway: string | null; explained_by: string | null; explained_at: string | null
}

const columns = "id, account, currency, booked_on, amount_minor, reference, balance_minor, purpose, gateway, explained_by, explained_at"

/**
 * Takes a statement in: each line once, by its account and the bank's own reference, whichever file brings it again. Lines that
 * say what they were are booked at once; the others wait. Of two imports at once, the second finds the first one's lines.
 * @throws statement_line_changed, statement_purpose_wrong, account_unknown
 */
export async function takeStatement(manager: SqlManager, { format, lines, zone }: Importing, at: Instant, actor: Actor): Promise<Imported> {
  const id = generateEntityId(undefined, "stmt")
  await manager.execute("select pg_advisory_xact_lock(hashtext('pasaj_statements'))")
  const rows = lines.map((line) => ({ ...line, id: generateEntityId(undefined, "stln") }))
  const known = await knownLines(manager, lines)
  const fresh = rows.filter((row) => !known.has(keyOf(row)))
  for (const row of rows) mustBeTheSame(row, known.get(keyOf(row)))
  mustBeDistinct(fresh)
  await manager.execute(
    "insert into treasury_statement (id, format, imported_by, lines, new_lines, at) values (?, ?, ?, ?, ?, ?::timestamptz)",
    [id, format, actor.id, rows.length, fresh.length, at],
  )
  await manager.execute(
    `insert into treasury_statement_line (id, statement_id, position, account, currency, booked_on, amount_minor, reference, balance_minor)
     select l.id, ?, l.position, l.account, l.currency, l.day, l.minor, l.reference, l.balance
     from unnest(array[?]::text[], array[?]::int[], array[?]::text[], array[?]::text[], array[?]::text[], array[?]::bigint[], array[?]::text[], array[?]::bigint[])
       as l(id, position, account, currency, day, minor, reference, balance)`,
    [
      id, fresh.map((row) => row.id), fresh.map((row) => row.line), fresh.map((row) => row.account), fresh.map((row) => row.currency), fresh.map((row) => row.booked_on),
      fresh.map((row) => row.amount_minor), fresh.map((row) => row.reference), fresh.map((row) => row.balance_minor),
    ],
  )
  let explained = 0
  for (const { purpose, gateway, id: line_id } of fresh) {
    if (purpose === null) continue
    await explainLine(manager, { line_id, purpose, gateway, zone }, at, actor)
    explained += 1
  }
  return { id, lines: rows.length, new_lines: fresh.length, explained, waiting: fresh.length - explained }
}

const keyOf = ({ account, currency, reference }: Pick<StatementLine, "account" | "currency" | "reference">) => JSON.stringify([account, currency, reference])

async function knownLines(manager: SqlManager, lines: StatementLine[]): Promise<Map<string, LineRow>> {
  const rows = await manager.execute<LineRow>(
    `select ${columns} from treasury_statement_line
     where (account, currency, reference) in (select * from unnest(array[?]::text[], array[?]::text[], array[?]::text[]))`,
    [lines.map((line) => line.account), lines.map((line) => line.currency), lines.map((line) => line.reference)],
  )
  return new Map(rows.map((row) => [keyOf(row), row]))
}

function mustBeTheSame(line: StatementLine, known: LineRow | undefined): void {
  if (!known) return
  const same = line.booked_on === known.booked_on && line.amount_minor === minorOf(known.amount_minor) && line.balance_minor === minorOf(known.balance_minor)
  if (!same) refuse("statement_line_changed", { line: line.line, reference: line.reference })
}

function mustBeDistinct(lines: StatementLine[]): void {
  const seen = new Set<string>()
  for (const line of lines) {
    if (seen.has(keyOf(line))) refuse("statement_line_changed", { line: line.line, reference: line.reference })
    seen.add(keyOf(line))
  }
}

export type Explaining = { line_id: string; purpose: Purpose; gateway: string | null; zone: string }

/**
 * Says what a line was, once, and books it on its day where nothing else has: state and journal in one transaction.
 * @throws statement_line_not_found, statement_line_explained, statement_purpose_wrong, account_unknown
 */
export async function explainLine(manager: SqlManager, { line_id, purpose, gateway, zone }: Explaining, at: Instant, actor: Actor): Promise<void> {
  const [row] = await manager.execute<LineRow>(`select ${columns} from treasury_statement_line where id = ? for update`, [line_id])
  if (!row) refuse("statement_line_not_found", { id: line_id })
  if (row.purpose !== null) {
    if (row.purpose === purpose && row.gateway === gateway) return
    refuse("statement_line_explained", { id: line_id, purpose: row.purpose })
  }
  const journal = statementJournal({ id: line_id, account: row.account, currency: row.currency, amount_minor: minorOf(row.amount_minor), purpose, gateway })
  await manager.execute(
    "update treasury_statement_line set purpose = ?, gateway = ?, explained_by = ?, explained_at = ?::timestamptz, updated_at = ?::timestamptz where id = ?",
    [purpose, gateway, actor.id, at, at, line_id],
  )
  const day = startOfDay(row.booked_on, zone)
  if (journal) await postWithin(manager, [journal], day < at ? day : at)
}

/** Lines that wait, or all of them, the oldest import first. */
export const listLines = (manager: SqlManager, where: { limit: number; after?: string; waiting?: boolean; account?: string; id?: string }): Promise<LineRow[]> =>
  manager.execute<LineRow>(
    `select ${columns} from treasury_statement_line where id > ? and (not ? or purpose is null) and account = coalesce(?::text, account)
       and id = coalesce(?::text, id) order by id limit ?`,
    [where.after ?? "", where.waiting ?? false, where.account ?? null, where.id ?? null, where.limit],
  )

export type Closing = { account: string; currency: string; booked_on: string; balance_minor: number; waiting_minor: number; waiting: number }

/** What each account had at the end of its newest statement, and what of its lines nobody has explained yet. */
export async function closings(manager: SqlManager): Promise<Closing[]> {
  const rows = await manager.execute<Omit<Closing, "balance_minor" | "waiting_minor"> & { balance_minor: string; waiting_minor: string }>(
    `with recursive accounts as (
       (select account, currency from treasury_statement_line order by account, currency limit 1)
       union all select n.account, n.currency from accounts a cross join lateral (
         select account, currency from treasury_statement_line l where (l.account, l.currency) > (a.account, a.currency) order by account, currency limit 1) n
     )
     select a.account, a.currency, l.booked_on, l.balance_minor, coalesce(w.minor, 0) as waiting_minor, coalesce(w.count, 0)::int as waiting
     from accounts a cross join lateral (
         select booked_on, balance_minor from treasury_statement_line l where l.account = a.account and l.currency = a.currency
         order by booked_on desc, created_at desc, position desc limit 1) l
       left join lateral (select sum(amount_minor) as minor, count(*) as count from treasury_statement_line w
         where w.purpose is null and w.account = a.account and w.currency = a.currency) w on true
     order by a.account, a.currency`,
  )
  return rows.map((row) => ({ ...row, balance_minor: minorOf(row.balance_minor), waiting_minor: minorOf(row.waiting_minor) }))
}
