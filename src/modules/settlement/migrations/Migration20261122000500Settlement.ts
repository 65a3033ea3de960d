import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { appendOnlyFunction, historyTable, stamps } from "../../../adapters/move"

const accounts = `
  create table payout_account (
    id text primary key,
    merchant_id text not null,
    sheba text not null check (sheba ~ '^IR[0-9]{24}$'),
    holder text not null check (holder <> ''),
    verified_at timestamptz not null,
    usable_from timestamptz not null,
    returned_at timestamptz,
    replaced_at timestamptz,
    ${stamps}
  );
  create unique index payout_account_current on payout_account (merchant_id) where replaced_at is null;
  create index payout_account_merchant on payout_account (merchant_id, id);
`

// The driver reads an SQL date as midnight in the server's own zone, which west or east of it is another day: a day is text.
const settlements = `
  create table merchant_settlement (
    id text primary key,
    merchant_id text not null,
    state text not null check (state in ('requested', 'approved', 'in_file', 'sent', 'paid', 'partly_paid', 'failed', 'withdrawn')),
    currency text not null check (currency ~ '^[a-z]{3}$'),
    amount_minor bigint not null check (amount_minor between 1 and 9007199254740991),
    payout_account_id text not null references payout_account (id),
    sheba text not null,
    holder text not null,
    requested_at timestamptz not null,
    requested_by text not null,
    due_on text not null check (due_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and due_on::date is not null),
    calendar_version integer not null,
    extension_reason text,
    approved_at timestamptz,
    approved_by text,
    paid_at timestamptz,
    withdrawn_at timestamptz,
    constraint merchant_settlement_approved check ((approved_at is null) = (approved_by is null)),
    ${stamps}
  );
  create index merchant_settlement_merchant on merchant_settlement (merchant_id, id);
  create index merchant_settlement_queue on merchant_settlement (state, id);
  create index merchant_settlement_due on merchant_settlement (due_on, id) where state in ('requested', 'approved', 'in_file', 'sent');
  create table settlement_transfer (
    id text primary key,
    settlement_id text not null references merchant_settlement (id),
    sequence integer not null check (sequence > 0),
    state text not null check (state in ('planned', 'in_file', 'sent', 'paid', 'rejected', 'returned', 'withdrawn')),
    amount_minor bigint not null check (amount_minor between 1 and 9007199254740991),
    sheba text not null,
    holder text not null,
    bank text,
    bank_reference text,
    paid_at timestamptz,
    reason text,
    constraint settlement_transfer_place unique (settlement_id, sequence),
    constraint settlement_transfer_reference unique (bank, bank_reference),
    constraint settlement_transfer_evidence check (
      (state not in ('paid', 'returned') or bank_reference is not null) and (bank_reference is null) = (bank is null) and (bank is null) = (paid_at is null)
    ),
    ${stamps}
  );
  create index settlement_transfer_open on settlement_transfer (state, id) where state in ('planned', 'in_file', 'sent');
`

export class Migration20261122000500Settlement extends Migration {
  override up(): void {
    for (const sql of [appendOnlyFunction, accounts, settlements, historyTable("settlement_history")]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists settlement_history, settlement_transfer, merchant_settlement, payout_account cascade")
  }
}
