import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * A line remembers the categories that its product had when it was ordered: 'you saved' goes by them, whatever the product is moved to
 * later. Null of lines from before: nobody wrote it down. The index finds what was taken back from a merchant, in order of time.
 */
export class Migration20261125100002LineCategories extends Migration {
  override up(): void {
    this.addSql("alter table shop_order_line add column category_ids jsonb")
    this.addSql("create index escrow_outflow_merchant on escrow_outflow (account, at) where account like 'merchant:%'")
  }

  override down(): void {
    this.addSql("drop index if exists escrow_outflow_merchant")
    this.addSql("alter table if exists shop_order_line drop column if exists category_ids")
  }
}
