import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** How long a payer who is sent on to a provider is waited for, before its invoice may be paid another way or withdrawn. */
export class Migration20261126011003PaymentMinutes extends Migration {
  override up(): void {
    this.addSql("alter table rent_policy add column payment_minutes int not null default 60 check (payment_minutes between 5 and 10080)")
  }

  override down(): void {
    this.addSql("alter table if exists rent_policy drop column if exists payment_minutes")
  }
}
