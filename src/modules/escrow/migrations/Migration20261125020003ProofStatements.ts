import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** A proof also holds what banks and gateways say against the ledger. */
export class Migration20261125020003ProofStatements extends Migration {
  override up(): void {
    this.addSql("alter table custody_proof add column statements jsonb not null default '[]'")
  }

  override down(): void {
    this.addSql("alter table if exists custody_proof drop column if exists statements")
  }
}
