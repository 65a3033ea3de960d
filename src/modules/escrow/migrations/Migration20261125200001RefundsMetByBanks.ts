import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What waits in the queue for one order is asked at each of its changes. */
const queue = "create index escrow_suspense_open on escrow_suspense (order_id) where state = 'open'"

/** A part of a refund was made by Medusa, or a bank took it back from the marketplace in its place: the one or the other. */
const parts = `
  alter table escrow_refund_part drop constraint escrow_refund_part_pkey;
  alter table escrow_refund_part alter column medusa_refund_id drop not null;
  alter table escrow_refund_part add column chargeback_id text references escrow_chargeback (id);
  alter table escrow_refund_part add constraint escrow_refund_part_made_once unique (medusa_refund_id, refund_id);
  alter table escrow_refund_part add constraint escrow_refund_part_met_once unique (chargeback_id, refund_id);
  alter table escrow_refund_part add constraint escrow_refund_part_by_one check (num_nonnulls(medusa_refund_id, chargeback_id) = 1);
`

export class Migration20261125200001RefundsMetByBanks extends Migration {
  override up(): void {
    this.addSql(parts)
    this.addSql(queue)
  }

  override down(): void {
    this.addSql("drop index escrow_suspense_open")
    this.addSql(`
      alter table escrow_refund_part drop constraint escrow_refund_part_by_one, drop constraint escrow_refund_part_met_once,
        drop constraint escrow_refund_part_made_once, drop column chargeback_id, alter column medusa_refund_id set not null;
      alter table escrow_refund_part add primary key (medusa_refund_id, refund_id);
    `)
  }
}
