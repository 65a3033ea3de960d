import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const frozen = (...columns: string[]): string => `
  drop trigger rent_invoice_frozen on rent_invoice;
  create trigger rent_invoice_frozen before update or delete on rent_invoice for each row execute function rental_frozen(${columns.map((name) => `'${name}'`).join(", ")});
`
const lifely = ["state", "payment_collection_id", "payment_started_at", "look_at", "provider_id", "payment_id", "paid_at", "paid_by", "updated_at", "buyer"]

/** When an open invoice is to be withdrawn: by the end of its day, whether or not somebody has tried to pay it; later while money is on its way. */
export class Migration20261126011001InvoicesExpire extends Migration {
  override up(): void {
    this.addSql("alter table rent_invoice add column expire_at timestamptz, add constraint rent_invoice_expires check (expire_at is null or state = 'open')")
    this.addSql(frozen(...lifely, "expire_at"))
    this.addSql(`
      update rent_invoice i set expire_at = payable_until where state = 'open' and payable_until is not null
        and not exists (select from rent_offline_payment p where p.invoice_id = i.id and p.state = 'reported');
      drop index rent_invoice_expiry;
      create index rent_invoice_expiry on rent_invoice (expire_at, id) where expire_at is not null;
    `)
  }

  override down(): void {
    this.addSql("drop index if exists rent_invoice_expiry")
    this.addSql(frozen(...lifely))
    this.addSql("alter table if exists rent_invoice drop column if exists expire_at")
    this.addSql("create index rent_invoice_expiry on rent_invoice (payable_until, id) where state = 'open' and payable_until is not null")
  }
}
