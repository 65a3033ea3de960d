import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** An edition names its window by values; a preset is only a name for some of them. Editions are never changed otherwise. */
const windows = `
  alter table consent_policy
    drop constraint consent_policy_preset_check,
    add constraint consent_policy_preset_check check (preset in ('kerkere', 'ir-ecl', 'eu-14', 'custom')),
    add column window_starts text not null default 'delivery' check (window_starts in ('delivery', 'dispatch')),
    add column window_length int not null default 7 check (window_length between 1 and 90),
    add column window_unit text not null default 'calendar_days' check (window_unit in ('calendar_days', 'business_days')),
    add column exempt_length int not null default 2 check (exempt_length between 1 and 90),
    add column exempt_unit text not null default 'calendar_days' check (exempt_unit in ('calendar_days', 'business_days'));
  alter table consent_policy disable trigger consent_policy_append_only;
  update consent_policy set window_length = 14 where preset = 'eu-14';
  update consent_policy set window_unit = 'business_days' where preset = 'ir-ecl';
  alter table consent_policy enable trigger consent_policy_append_only;
`

export class Migration20261125010003Withdrawal extends Migration {
  override up(): void {
    this.addSql(windows)
    this.addSql("alter table shop_order_line add column withdrawal_exemption text")
  }

  override down(): void {
    this.addSql("alter table if exists shop_order_line drop column if exists withdrawal_exemption")
    this.addSql("alter table if exists consent_policy drop column window_starts, drop column window_length, drop column window_unit, drop column exempt_length, drop column exempt_unit")
  }
}
