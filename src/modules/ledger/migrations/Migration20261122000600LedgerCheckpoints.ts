import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * `ledger_checkpoint` says what an open account had when a journal and all before it were posted; rows are only added.
 * `ledger_mark` is one row: a journal's number, and the first transaction that began after it was seen.
 */
const tables = `
  create table ledger_checkpoint (
    account_id text collate "C" not null references ledger_account (id),
    journal_id bigint not null,
    balance bigint not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (account_id, journal_id)
  );
  create trigger ledger_checkpoint_append_only before update or delete on ledger_checkpoint
    for each row execute function ledger_append_only();
  create table ledger_mark (
    one boolean primary key default true check (one),
    journal_id bigint not null,
    first_after xid8 not null
  );
`

/** What happened when is asked by `occurred_at`; it follows the order of the rows, so the smallest kind of index will do. */
const occurred = `create index ledger_journal_occurred on ledger_journal using brin (occurred_at) with (pages_per_range = 16, autosummarize = on);`

export class Migration20261122000600LedgerCheckpoints extends Migration {
  override up(): void {
    for (const sql of [tables, occurred]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists ledger_mark, ledger_checkpoint")
    this.addSql("drop index if exists ledger_journal_occurred")
  }
}
