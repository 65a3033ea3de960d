import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const frozen = (...columns: string[]): string => `
  drop trigger rent_invoice_frozen on rent_invoice;
  create trigger rent_invoice_frozen before update or delete on rent_invoice for each row execute function rental_frozen(${columns.map((name) => `'${name}'`).join(", ")});
`
const lifely = ["state", "payment_collection_id", "payment_started_at", "look_at", "provider_id", "payment_id", "paid_at", "paid_by", "updated_at"]

/** Who rented is kept for the legal time and then forgotten (O9): the name on an invoice may go, and never become another. */
export class Migration20261125030004ForgetBuyers extends Migration {
  override up(): void {
    this.addSql(frozen(...lifely, "buyer"))
    this.addSql(`
      create function rent_buyer_frozen() returns trigger language plpgsql as $$
      begin
        raise exception 'an invoice names its buyer for good, or nobody' using errcode = 'PJ004';
      end $$;
      create trigger rent_buyer_frozen before update on rent_invoice for each row
        when (new.buyer is distinct from old.buyer and new.buyer is not null) execute function rent_buyer_frozen();
    `)
  }

  override down(): void {
    this.addSql("drop trigger if exists rent_buyer_frozen on rent_invoice")
    this.addSql("drop function if exists rent_buyer_frozen()")
    this.addSql(frozen(...lifely))
  }
}
