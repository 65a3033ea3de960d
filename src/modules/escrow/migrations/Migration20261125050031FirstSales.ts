import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Finds a merchant's first sale without its other parcels (K13). */
export class Migration20261125050031FirstSales extends Migration {
  override up(): void {
    this.addSql("create index escrow_parcel_sold on escrow_parcel (merchant_id, id) where state in ('released', 'split')")
  }

  override down(): void {
    this.addSql("drop index if exists escrow_parcel_sold")
  }
}
