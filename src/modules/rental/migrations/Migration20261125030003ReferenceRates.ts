import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Editions of the reference rates: what a commission would be, which nobody is charged. A sale goes by the edition of its day. */
export class Migration20261125030003ReferenceRates extends Migration {
  override up(): void {
    this.addSql(`
      create table reference_rate_edition (
        version int primary key check (version > 0),
        rates jsonb not null,
        from_at timestamptz not null,
        reason text not null,
        author text not null,
        created_at timestamptz not null default clock_timestamp()
      );
      insert into reference_rate_edition (version, rates, from_at, reason, author)
        values (1, '[{"category_id": null, "basis_points": 1000}]', '1900-01-01', 'the marketplace opens', 'pasaj');
      create trigger reference_rate_edition_append_only before update or delete on reference_rate_edition
        for each row execute function pasaj_append_only();
    `)
  }

  override down(): void {
    this.addSql("drop table if exists reference_rate_edition")
  }
}
