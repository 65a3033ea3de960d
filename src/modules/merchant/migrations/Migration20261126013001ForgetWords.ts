import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { forgettable, unforgettable } from "../../../adapters/move"

const forgotten = { merchant_history: "reason", member_change: "reason", delegation_act: "said" }

/**
 * What histories say in people's own words goes with who the merchant was (O9); what happened, when and by whom stays.
 * `login_left`: the person is erased, and its login is yet to be deleted.
 */
export class Migration20261126013001ForgetWords extends Migration {
  override up(): void {
    this.addSql("alter table delegation_act alter column said drop not null")
    for (const [table, column] of Object.entries(forgotten)) for (const sql of forgettable(table, column)) this.addSql(sql)
    this.addSql("alter table pasaj_person add column login_left boolean not null default false")
    this.addSql("create index pasaj_person_login_left on pasaj_person (id) where login_left")
  }

  override down(): void {
    for (const table of Object.keys(forgotten)) for (const sql of unforgettable(table)) this.addSql(sql)
    this.addSql("alter table if exists pasaj_person drop column if exists login_left")
  }
}
