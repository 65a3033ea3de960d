import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What a merchant has sold is asked for by merchant: its released parcels, and nobody else's. */
export class Migration20261125030011SoldByMerchant extends Migration {
  override up(): void {
    this.addSql("create index escrow_parcel_sold on escrow_parcel (merchant_id, id) where state = 'released'")
  }

  override down(): void {
    this.addSql("drop index if exists escrow_parcel_sold")
  }
}
