import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** How often a shop's leases had changed when it was last told of them: whoever leaves sells for less long, and an older word must not win. */
export class Migration20261125030010ShopLeaseChanges extends Migration {
  override up(): void {
    this.addSql("alter table pasaj_shop add column lease_changes int not null default 0")
  }

  override down(): void {
    this.addSql("alter table pasaj_shop drop column lease_changes")
  }
}
