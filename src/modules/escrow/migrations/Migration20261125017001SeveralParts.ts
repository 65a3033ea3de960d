import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * A journal may take from one merchant's account for two shops' parts: the outflows remember each part's. A shop whose part was
 * cancelled may have another one in the same order, made by an edit.
 */
const several = `
  alter table escrow_outflow drop constraint escrow_outflow_pkey;
  create unique index escrow_outflow_once on escrow_outflow (journal_key, account, coalesce(shop_order_id, ''));
  alter table shop_order drop constraint shop_order_once;
  create unique index shop_order_once on shop_order (order_id, shop_id) where state <> 'cancelled';
  create index shop_order_order on shop_order (order_id);
  alter table escrow_hold drop constraint escrow_hold_once;
  drop index escrow_hold_shop_order;
  create unique index escrow_hold_once on escrow_hold (shop_order_id);
  create index escrow_hold_order on escrow_hold (order_id);
`

export class Migration20261125017001SeveralParts extends Migration {
  override up(): void {
    this.addSql(several)
  }

  override down(): void {
    this.addSql("drop index if exists escrow_outflow_once, shop_order_once, shop_order_order, escrow_hold_once, escrow_hold_order")
    this.addSql("alter table if exists escrow_outflow add primary key (journal_key, account)")
    this.addSql("alter table if exists shop_order add constraint shop_order_once unique (order_id, shop_id)")
    this.addSql("alter table if exists escrow_hold add constraint escrow_hold_once unique (order_id, shop_id)")
    this.addSql("create index escrow_hold_shop_order on escrow_hold (shop_order_id)")
  }
}
