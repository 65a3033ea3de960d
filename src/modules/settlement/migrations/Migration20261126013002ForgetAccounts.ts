import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { forgettable, unforgettable } from "../../../adapters/move"

/** Where a merchant was paid is forgotten with who it was (O9), and so is what was said about its transfers. */
export class Migration20261126013002ForgetAccounts extends Migration {
  override up(): void {
    this.addSql("alter table payout_account drop constraint payout_account_sheba_check, add constraint payout_account_sheba_check check (sheba ~ '^IR[0-9]{24}$' or sheba = 'erased')")
    for (const sql of forgettable("settlement_history", "reason")) this.addSql(sql)
  }

  override down(): void {
    for (const sql of unforgettable("settlement_history")) this.addSql(sql)
  }
}
