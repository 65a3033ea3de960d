import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { appendOnlyFunction, historyTable, stamps } from "../../../adapters/move"

const cases = `
  create table dispute_case (
    id text primary key,
    parcel_id text not null,
    order_id text not null,
    merchant_id text not null,
    state text not null check (state in ('opened', 'decided', 'withdrawn')),
    kind text not null check (kind in ('objection', 'loss')),
    reason text not null,
    text text not null,
    currency text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    opened_at timestamptz not null,
    verdict text check (verdict in ('merchant', 'buyer', 'split')),
    refund_minor bigint check (refund_minor between 0 and amount_minor),
    note text,
    closed_at timestamptz,
    constraint dispute_case_verdict check (state <> 'decided' or (verdict is not null and refund_minor is not null)),
    ${stamps}
  );
  create unique index dispute_case_open on dispute_case (parcel_id) where state = 'opened';
  create index dispute_case_parcel on dispute_case (parcel_id, id);
  create index dispute_case_queue on dispute_case (state, id);
`

export class Migration20261122000630Dispute extends Migration {
  override up(): void {
    for (const sql of [appendOnlyFunction, cases, historyTable("dispute_history")]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists dispute_history, dispute_case cascade")
  }
}
