import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** A chargeback ends won or lost. `cuts` says which units gave how much, so that a won one can give it back to them. */
const ends = `
  alter table escrow_chargeback
    add column state text not null default 'taken' check (state in ('taken', 'won', 'lost')),
    add column cuts jsonb not null default '[]',
    add column end_reference text,
    add column end_note text,
    add column ended_at timestamptz,
    add constraint escrow_chargeback_ended check ((state = 'taken') = (ended_at is null));
  create index escrow_chargeback_order on escrow_chargeback (order_id);
  create index escrow_chargeback_state on escrow_chargeback (state, id);
`

export class Migration20261125010002ChargebackEnds extends Migration {
  override up(): void {
    this.addSql(ends)
  }

  override down(): void {
    this.addSql("drop index if exists escrow_chargeback_order, escrow_chargeback_state")
    this.addSql("alter table if exists escrow_chargeback drop column state, drop column cuts, drop column end_reference, drop column end_note, drop column ended_at")
  }
}
