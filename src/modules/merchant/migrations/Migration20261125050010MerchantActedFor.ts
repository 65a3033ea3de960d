import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { actorForColumn } from "../../../adapters/move"

/** The history says when an operator acted for a merchant (K14). */
export class Migration20261125050010MerchantActedFor extends Migration {
  override up(): void {
    this.addSql(actorForColumn("merchant_history"))
  }

  override down(): void {
    this.addSql("alter table if exists merchant_history drop column if exists actor_for")
  }
}
