import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** `removed_at`: nobody ever bought the product, and its merchant took it away; its place remembers whose it was. */
export class Migration20261125060003RemovedProducts extends Migration {
  override up(): void {
    this.addSql("alter table shop_product add column removed_at timestamptz")
  }

  override down(): void {
    this.addSql("alter table if exists shop_product drop column if exists removed_at")
  }
}
