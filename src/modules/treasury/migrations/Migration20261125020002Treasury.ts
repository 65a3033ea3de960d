import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { appendOnlyFunction, stamps } from "../../../adapters/move"
import { purposes } from "../../../domain/statement"

/** A statement's file is kept by its lines; what a bank has said of a movement is never changed, only what it was is added. */
const statements = `
  create table treasury_statement (
    id text primary key,
    format text not null check (format in ('csv', 'jsonl')),
    imported_by text not null,
    lines int not null,
    new_lines int not null,
    at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create trigger treasury_statement_append_only before update or delete on treasury_statement for each row execute function pasaj_append_only();
  create table treasury_statement_line (
    id text primary key,
    statement_id text not null references treasury_statement (id),
    position int not null,
    account text not null,
    currency text not null,
    booked_on text not null,
    amount_minor bigint not null check (amount_minor <> 0),
    reference text not null,
    balance_minor bigint not null,
    purpose text check (purpose in (${purposes.map((purpose) => `'${purpose}'`).join(", ")})),
    gateway text,
    explained_by text,
    explained_at timestamptz,
    constraint treasury_statement_line_once unique (account, currency, reference),
    constraint treasury_statement_line_explained check ((purpose is null) = (explained_at is null)),
    ${stamps}
  );
  create index treasury_statement_line_last on treasury_statement_line (account, currency, booked_on desc, created_at desc, position desc);
  create index treasury_statement_line_waiting on treasury_statement_line (id) where purpose is null;
`

export class Migration20261125020002Treasury extends Migration {
  override up(): void {
    for (const sql of [appendOnlyFunction, statements]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists treasury_statement_line, treasury_statement cascade")
  }
}
