import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Files on their way to the file provider: whose they are is written in the transaction that takes the row away again. */
export class Migration20261125100003FileUploads extends Migration {
  override up(): void {
    this.addSql("create table file_upload (file_key text primary key, begun_at timestamptz not null default clock_timestamp())")
    this.addSql("create index file_upload_begun on file_upload (begun_at, file_key)")
  }

  override down(): void {
    this.addSql("drop table if exists file_upload")
  }
}
