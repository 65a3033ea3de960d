import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** The instant at which a period begins: which plan is in force is asked by instant, without a time zone at hand. */
export class Migration20261125030001PeriodsBegin extends Migration {
  override up(): void {
    this.addSql("alter table lease_period disable trigger lease_period_frozen")
    this.addSql("alter table lease_period add column begins_at timestamptz")
    this.addSql("update lease_period set begins_at = starts_on::timestamp at time zone 'UTC'")
    this.addSql("alter table lease_period alter column begins_at set not null")
    this.addSql("alter table lease_period enable trigger lease_period_frozen")
    this.addSql("create index lease_period_begin on lease_period (lease_id, begins_at)")
  }

  override down(): void {
    this.addSql("alter table lease_period drop column begins_at")
  }
}
