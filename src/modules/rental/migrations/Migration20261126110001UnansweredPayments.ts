import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { stamps } from "../../../adapters/move"

/**
 * Captures of rent that a provider was asked for. A row is written before the question and goes with the answer; one that stays is looked
 * into by an operator, whose word stays with it.
 */
export class Migration20261126110001UnansweredPayments extends Migration {
  override up(): void {
    this.addSql(`
      create table rent_unanswered_payment (
        id text primary key,
        invoice_id text not null references rent_invoice (id),
        payment_id text not null,
        provider_id text not null,
        asked_at timestamptz not null,
        error text,
        made boolean,
        note text,
        answered_by text,
        answered_at timestamptz,
        constraint rent_unanswered_payment_answered check (num_nulls(made, note, answered_by, answered_at) in (0, 4)),
        ${stamps}
      );
      create unique index rent_unanswered_payment_open on rent_unanswered_payment (invoice_id) where made is null;
      create index rent_unanswered_payment_queue on rent_unanswered_payment (id) where made is null;
      create index rent_unanswered_payment_payment on rent_unanswered_payment (payment_id) where made is null;
    `)
  }

  override down(): void {
    this.addSql("drop table if exists rent_unanswered_payment")
  }
}
