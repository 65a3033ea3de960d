import type { Context } from "@medusajs/framework/types"
import type { EntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import { InjectManager, InjectTransactionManager, MedusaContext, MedusaService } from "@medusajs/framework/utils"

import { instantOf, minorOf } from "../../adapters/columns"
import { postWithin, type Posted, type SqlManager } from "../../adapters/ledger"
import { managerOf } from "../../adapters/manager"
import type { Instant } from "../../domain/calendar"
import type { Journal } from "../../domain/journal"
import { LedgerAccount } from "./models/ledger-account"

export type Balance = { name: string; currency: string; minor: number }
/** `id` is name and currency: the cursor of a list of accounts. */
export type Account = Balance & { id: string }
export type Entry = { journal_id: number; key: string; kind: string; reason: string; occurred_at: Instant; from: string; to: string; minor: number; currency: string }

/** The pattern of what starts with `prefix`, for SQL's `like`. */
const beginning = (prefix: string): string => `${prefix.replace(/[\\%_]/g, "\\$&")}%`

/** Kept balances are read; those of open accounts are added up from their postings. */
async function balancesWhere(manager: SqlManager, where: string, params: unknown[], limit?: number): Promise<Balance[]> {
  const rows = await manager.execute<{ name: string; currency: string; minor: string }>(
    `select a.name, a.currency, coalesce(a.balance,
       (select coalesce(sum(amount), 0) from ledger_posting p where p.to_account = a.name and p.currency = a.currency)
       - (select coalesce(sum(amount), 0) from ledger_posting p where p.from_account = a.name and p.currency = a.currency)) as minor
     from (select * from ledger_account a where ${where} order by a.id limit ?) a order by a.id`,
    [...params, limit ?? null],
  )
  return rows.map((row) => ({ ...row, minor: minorOf(row.minor) }))
}

/** The only place where a balance exists. Knows account names and amounts, and nothing of what they are for. */
export default class LedgerModuleService extends MedusaService({ LedgerAccount }) {
  /**
   * Posts journals in a transaction of its own. Where a state moves with the money, use `postWithin` in that state's
   * transaction instead.
   * @throws journal_key_reused, account_overdrawn, account_unknown
   */
  @InjectManager()
  async post(journals: Journal[], occurredAt: Instant, @MedusaContext() context: Context<EntityManager> = {}): Promise<Posted[]> {
    return this.post_(journals, occurredAt, context)
  }

  @InjectTransactionManager()
  protected async post_(journals: Journal[], occurredAt: Instant, @MedusaContext() context: Context<EntityManager> = {}): Promise<Posted[]> {
    return postWithin(managerOf(context), journals, occurredAt)
  }

  /** Balances (credits less debits, minor units) of the named accounts; an account never posted to has none. */
  @InjectManager()
  async balancesOf(names: string[], @MedusaContext() context: Context<EntityManager> = {}): Promise<Balance[]> {
    return balancesWhere(managerOf(context), "a.name = any(array[?]::text[])", [names])
  }

  /** Balances of every account whose name starts with `prefix` (`hold:`, `platform:`); all accounts for an empty one. */
  @InjectManager()
  async balancesUnder(prefix: string, @MedusaContext() context: Context<EntityManager> = {}): Promise<Balance[]> {
    return balancesWhere(managerOf(context), "a.name like ?", [beginning(prefix)])
  }

  /** Accounts whose name starts with `prefix`, with their balances, in the order of their ids; `after` is the last id seen. */
  @InjectManager()
  async accounts(prefix: string, limit: number, after?: string, @MedusaContext() context: Context<EntityManager> = {}): Promise<Account[]> {
    const rows = await balancesWhere(managerOf(context), "a.id like ? and a.id > ?", [beginning(prefix), after ?? ""], limit)
    return rows.map((row) => ({ ...row, id: `${row.name}/${row.currency}` }))
  }

  /**
   * What the latest `limit` journals did to an account, newest first; `before` is the journal id to read on from. A
   * journal is never cut in two, so that nothing is lost between pages.
   */
  @InjectManager()
  async entries(name: string, limit: number, before?: number, @MedusaContext() context: Context<EntityManager> = {}): Promise<Entry[]> {
    const touching = (side: string) =>
      `(select distinct journal_id from ledger_posting where ${side} = ? and journal_id < ? order by journal_id desc limit ?)`
    const page = [name, before ?? Number.MAX_SAFE_INTEGER, limit]
    const rows = await managerOf(context).execute<Omit<Entry, "minor" | "journal_id"> & { minor: string; journal_id: string }>(
      `with page as (
         select journal_id from (${touching("from_account")} union ${touching("to_account")}) touched
         order by journal_id desc limit ?
       )
       select j.id as journal_id, j.key, j.kind, j.reason, j.occurred_at,
              p.from_account as "from", p.to_account as "to", p.amount as minor, p.currency
       from page join ledger_journal j on j.id = page.journal_id
         join ledger_posting p on p.journal_id = j.id and (p.from_account = ? or p.to_account = ?)
       order by j.id desc, p.position`,
      [...page, ...page, limit, name, name],
    )
    return rows.map((row) => ({
      ...row, journal_id: minorOf(row.journal_id), occurred_at: instantOf(row.occurred_at), minor: minorOf(row.minor),
    }))
  }

  /** Which of these journal keys are posted. */
  @InjectManager()
  async postedAmong(keys: string[], @MedusaContext() context: Context<EntityManager> = {}): Promise<string[]> {
    const rows = await managerOf(context).execute<{ key: string }>("select key from ledger_journal where key = any(array[?]::text[])", [keys])
    return rows.map((row) => row.key)
  }

  /** Accounts whose kept balance is not the sum of their postings: always none, unless the database was tampered with. */
  @InjectManager()
  async drifted(@MedusaContext() context: Context<EntityManager> = {}): Promise<string[]> {
    const rows = await managerOf(context).execute<{ id: string }>(
      `select a.id from ledger_account a left join (
         select id, sum(minor) as minor from (
           select to_account || '/' || currency as id, amount as minor from ledger_posting
           union all select from_account || '/' || currency, -amount from ledger_posting) moves group by id) s on s.id = a.id
       where a.balance is not null and a.balance <> coalesce(s.minor, 0) order by a.id`,
    )
    return rows.map((row) => row.id)
  }
}
