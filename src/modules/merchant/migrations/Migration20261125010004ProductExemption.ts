import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Why a product cannot be given back without a fault, and since when buyers are told so, on the clock by which Medusa dates orders. */
export class Migration20261125010004ProductExemption extends Migration {
  override up(): void {
    this.addSql(`alter table shop_product add column withdrawal_exemption text, add column exempt_since timestamptz,
      add constraint shop_product_exempt check ((withdrawal_exemption is null) = (exempt_since is null))`)
  }

  override down(): void {
    this.addSql("alter table if exists shop_product drop column if exists withdrawal_exemption, drop column if exists exempt_since")
  }
}
