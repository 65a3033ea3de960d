import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** A line remembers its product as it was booked: what stands in Medusa's order may be changed or gone later. */
export class Migration20261125010001LineProduct extends Migration {
  override up(): void {
    this.addSql("alter table shop_order_line add column product_id text")
    this.addSql("create index shop_order_line_product on shop_order_line (product_id, line_item_id)")
  }

  override down(): void {
    this.addSql("alter table if exists shop_order_line drop column if exists product_id")
  }
}
