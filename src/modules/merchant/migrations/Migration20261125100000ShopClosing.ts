import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Why a shop was closed for good; who did it stands in the history. */
export class Migration20261125100000ShopClosing extends Migration {
  override up(): void {
    this.addSql("alter table pasaj_shop add column close_reason text")
  }

  override down(): void {
    this.addSql("alter table if exists pasaj_shop drop column if exists close_reason")
  }
}
