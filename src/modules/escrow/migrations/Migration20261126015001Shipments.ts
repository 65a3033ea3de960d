import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Shipments that operators made on Medusa's order page are found from here on. */
export class Migration20261126015001Shipments extends Migration {
  override up(): void {
    this.addSql("insert into escrow_cursor (name, at) values ('shipments', now()) on conflict do nothing")
  }

  override down(): void {
    this.addSql("delete from escrow_cursor where name = 'shipments'")
  }
}
