import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** A cancellation that Medusa's order cannot follow is tried again later each time, as its refund is: not every few seconds for ever. */
export class Migration20261126120001FollowAfter extends Migration {
  override up(): void {
    this.addSql("alter table escrow_cancellation add column follow_after timestamptz")
  }

  override down(): void {
    this.addSql("alter table escrow_cancellation drop column follow_after")
  }
}
