import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * What came back, or was claimed, on Medusa's order page: one row for each change and shop's part, and one without a part for
 * the marketplace's own lines. `open_minor` is what a refund that an operator makes by hand may still take of that part.
 */
const sentBack = `
  alter table escrow_parcel_item add column returned_quantity int not null default 0;
  alter table escrow_parcel_item add constraint escrow_parcel_item_returned check (returned_quantity between 0 and quantity);
  create table escrow_sent_back (
    id bigint generated always as identity primary key,
    change_id text not null,
    order_id text not null references escrow_order (order_id),
    shop_order_id text references shop_order (id),
    source text not null check (source in ('return', 'claim', 'exchange')),
    refund_minor bigint not null check (refund_minor >= 0),
    credit_minor bigint not null check (credit_minor >= 0),
    open_minor bigint not null check (open_minor >= 0),
    at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create unique index escrow_sent_back_once on escrow_sent_back (change_id, coalesce(shop_order_id, ''));
  create index escrow_sent_back_order on escrow_sent_back (order_id);
`

export class Migration20261125020001SentBack extends Migration {
  override up(): void {
    this.addSql(sentBack)
  }

  override down(): void {
    this.addSql("drop table if exists escrow_sent_back cascade")
    this.addSql("alter table escrow_parcel_item drop column if exists returned_quantity")
  }
}
