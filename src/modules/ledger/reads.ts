import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { lastCheckpoint, movesOf } from "./checkpoints"

export type Balance = { name: string; currency: string; minor: number }
/** One posting of an account, with its two times, and what the account had after it. */
export type Entry = {
  journal_id: number
  key: string
  kind: string
  reason: string
  occurred_at: Instant
  recorded_at: Instant
  from: string
  to: string
  minor: number
  currency: string
  balance_minor: number
}
/** Journals by their number: up to `limit` of them, older than `before` and younger than `after`. */
export type Range = { limit: number; before?: number; after?: number }
type EntryRow = Omit<Entry, "minor" | "journal_id" | "balance_minor"> & { minor: string; journal_id: string; balance_minor: string }

/** The pattern of what starts with `prefix`, for SQL's `like`. */
export const beginning = (prefix: string): string => `${prefix.replace(/[\\%_]/g, "\\$&")}%`

/** An open account's balance: its latest checkpoint and what moved since, in one snapshot. `a` is the account's row. */
const openBalance = `(
  select coalesce(max(c.balance), 0) + coalesce((
    select sum(minor) from (select a.name, a.currency, coalesce(max(c.journal_id), 0) as journal_id) l, lateral (${movesOf("l")}) m), 0)
  from (${lastCheckpoint("a.id")}) c)`

/** Balances of the accounts that `where` finds among `ledger_account a`, in the order of their ids. */
export async function balancesWhere(manager: SqlManager, where: string, params: unknown[], limit?: number): Promise<Balance[]> {
  const rows = await manager.execute<{ name: string; currency: string; minor: string }>(
    `select a.name, a.currency, coalesce(a.balance, ${openBalance}) as minor
     from (select * from ledger_account a where ${where} order by a.id limit ?) a order by a.id`,
    [...params, limit ?? null],
  )
  return rows.map((row) => ({ ...row, minor: minorOf(row.minor) }))
}

/**
 * What the named accounts had at an instant, by when things occurred: what they have, less what occurred later. Costs what
 * has occurred since.
 */
export async function balancesAt(manager: SqlManager, names: string[], at: Instant): Promise<Balance[]> {
  const rows = await manager.execute<{ name: string; currency: string; minor: string }>(
    `with later as (
       select p.from_account, p.to_account, p.currency, p.amount from ledger_journal j join ledger_posting p on p.journal_id = j.id
       where j.occurred_at > ?::timestamptz
     ), moved as (
       select name, currency, sum(minor) as minor from (
         select to_account as name, currency, amount as minor from later union all select from_account, currency, -amount from later
       ) m where name = any(array[?]::text[]) group by name, currency
     )
     select a.name, a.currency, coalesce(a.balance, ${openBalance}) - coalesce(m.minor, 0) as minor
     from ledger_account a left join moved m on m.name = a.name and m.currency = a.currency
     where a.name = any(array[?]::text[]) order by a.id`,
    [at, names, names],
  )
  return rows.map((row) => ({ ...row, minor: minorOf(row.minor) }))
}

/** The journals of the range that touch an account: by index, from either side. */
const touching = (side: string) =>
  `(select distinct journal_id from ledger_posting where ${side} = ? and journal_id < ? and journal_id > ? order by journal_id desc limit ?)`

/**
 * What journals did to an account, newest first, with the balance after each posting. Beside the page only what moved since
 * the checkpoint before it is read. A journal is never cut in two, so that nothing is lost between pages.
 */
export async function entriesOf(manager: SqlManager, name: string, { limit, before, after }: Range): Promise<Entry[]> {
  const page = [name, before ?? Number.MAX_SAFE_INTEGER, after ?? 0, limit]
  const rows = await manager.execute<EntryRow>(
    `with page as materialized (
       select journal_id from (${touching("from_account")} union ${touching("to_account")}) touched order by journal_id desc limit ?
     ), oldest as (
       select a.id, a.name, a.currency, coalesce(c.journal_id, 0) as journal_id, coalesce(c.balance, 0) as balance, first.journal_id as first
       from (select min(journal_id) as journal_id from page) first, ledger_account a
         left join lateral (${lastCheckpoint("a.id", "(select min(journal_id) - 1 from page)")}) c on true
       where a.name = ?
     ), opening as (
       select o.currency, o.balance + coalesce((select sum(minor) from (${movesOf("o")}) m where m.journal_id < o.first), 0) as minor
       from oldest o
     )
     select j.id as journal_id, j.key, j.kind, j.reason, j.occurred_at, j.created_at as recorded_at,
       p.from_account as "from", p.to_account as "to", p.amount as minor, p.currency,
       o.minor + sum(case when p.to_account = ? then p.amount else -p.amount end)
         over (partition by p.currency order by j.id, p.position) as balance_minor
     from page join ledger_journal j on j.id = page.journal_id
       join ledger_posting p on p.journal_id = j.id and (p.from_account = ? or p.to_account = ?)
       join opening o on o.currency = p.currency
     order by j.id desc, p.position desc`,
    [...page, ...page, limit, name, name, name, name],
  )
  return rows.map((row) => ({
    ...row,
    journal_id: minorOf(row.journal_id),
    occurred_at: instantOf(row.occurred_at),
    recorded_at: instantOf(row.recorded_at),
    minor: minorOf(row.minor),
    balance_minor: minorOf(row.balance_minor),
  }))
}
