import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What Medusa has refused least often is tried first, so that what it always refuses hides nothing. */
export class Migration20261126015002Unfollowed extends Migration {
  override up(): void {
    this.addSql("drop index if exists escrow_cancellation_unfollowed")
    this.addSql("create index escrow_cancellation_unfollowed on escrow_cancellation (attempts, created_at) where followed_at is null")
  }

  override down(): void {
    this.addSql("drop index if exists escrow_cancellation_unfollowed")
    this.addSql("create index if not exists escrow_cancellation_unfollowed on escrow_cancellation (created_at) where followed_at is null")
  }
}
