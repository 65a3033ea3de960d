import type { Context } from "@medusajs/framework/types"
import type { EntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import { InjectManager, InjectTransactionManager, MedusaContext, MedusaService } from "@medusajs/framework/utils"

import { postWithin, type Posted } from "../../adapters/ledger"
import { managerOf } from "../../adapters/manager"
import type { Instant } from "../../domain/calendar"
import type { Journal } from "../../domain/journal"
import { driftedCheckpoints, writeCheckpoints } from "./checkpoints"
import { gatewayMoves, keptByPlace, type GatewayMove, type PlaceSum } from "./gateways"
import { LedgerAccount } from "./models/ledger-account"
import { balancesAt, balancesWhere, beginning, entriesOf, type Balance, type Entry, type Range } from "./reads"

/** `id` is name and currency: the cursor of a list of accounts. */
export type Account = Balance & { id: string }
export type { Balance, Entry } from "./reads"

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

  /** What the named accounts had at an instant, by when things occurred and not by when they were posted. */
  @InjectManager()
  async balancesAt(names: string[], at: Instant, @MedusaContext() context: Context<EntityManager> = {}): Promise<Balance[]> {
    return balancesAt(managerOf(context), names, at)
  }

  /** What journals did to an account, newest first, with the balance after each posting; a journal is never cut in two. */
  @InjectManager()
  async entries(name: string, range: Range, @MedusaContext() context: Context<EntityManager> = {}): Promise<Entry[]> {
    return entriesOf(managerOf(context), name, range)
  }

  /** Keeps the reading of open accounts short (ADR 0008). @returns how many checkpoints were written */
  @InjectManager()
  async checkpoint(@MedusaContext() context: Context<EntityManager> = {}): Promise<number> {
    return this.checkpoint_(context)
  }

  @InjectTransactionManager()
  protected async checkpoint_(@MedusaContext() context: Context<EntityManager> = {}): Promise<number> {
    return writeCheckpoints(managerOf(context))
  }

  /** Which of these journal keys are posted. */
  @InjectManager()
  async postedAmong(keys: string[], @MedusaContext() context: Context<EntityManager> = {}): Promise<string[]> {
    const rows = await managerOf(context).execute<{ key: string }>("select key from ledger_journal where key = any(array[?]::text[])", [keys])
    return rows.map((row) => row.key)
  }

  /** Accounts whose kept balance or checkpoint is not the sum of their postings: none, unless the database was tampered with. */
  @InjectManager()
  async drifted(@MedusaContext() context: Context<EntityManager> = {}): Promise<string[]> {
    const rows = await managerOf(context).execute<{ id: string }>(
      `select a.id from ledger_account a left join (
         select id, sum(minor) as minor from (
           select to_account || '/' || currency as id, amount as minor from ledger_posting
           union all select from_account || '/' || currency, -amount from ledger_posting) moves group by id) s on s.id = a.id
       where a.balance is not null and a.balance <> coalesce(s.minor, 0)
       union (${driftedCheckpoints}) order by id`,
    )
    return rows.map((row) => row.id)
  }

  /** The gateways' postings of some journals, and of those paying out of some accounts: what the custody proof compares. */
  @InjectManager()
  async gatewayMoves(keys: string[], sources: string[], @MedusaContext() context: Context<EntityManager> = {}): Promise<GatewayMove[]> {
    return gatewayMoves(managerOf(context), keys, sources)
  }

  /** The sums of kept balances by place and currency. */
  @InjectManager()
  async keptByPlace(@MedusaContext() context: Context<EntityManager> = {}): Promise<PlaceSum[]> {
    return keptByPlace(managerOf(context))
  }
}
