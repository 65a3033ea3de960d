import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Money of a confirmed report whose invoice was paid or withdrawn meanwhile went to the merchant's balance. */
export class Migration20261126011002ReportsToBalance extends Migration {
  override up(): void {
    this.addSql("alter table rent_offline_payment add column to_balance boolean not null default false, add constraint rent_offline_payment_to_balance check (not to_balance or state = 'confirmed')")
  }

  override down(): void {
    this.addSql("alter table if exists rent_offline_payment drop column if exists to_balance")
  }
}
