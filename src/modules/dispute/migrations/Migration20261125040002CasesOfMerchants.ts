import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** A merchant that leaves, or asks for its data, is looked for by its id. */
export class Migration20261125040002CasesOfMerchants extends Migration {
  override up(): void {
    this.addSql("create index if not exists dispute_case_merchant on dispute_case (merchant_id, id)")
  }

  override down(): void {
    this.addSql("drop index if exists dispute_case_merchant")
  }
}
