import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const kinds = (...what: string[]) => `
  alter table member_change drop constraint member_change_what_check,
    add constraint member_change_what_check check (what in ('joined', 'role_changed', 'removed', 'left'${what.map((each) => `, '${each}'`).join("")}));
`

/** An invitation is as good as whoever sent it: those whose senders may let nobody in any more are taken back. */
export class Migration20261126013003RevokedWithSender extends Migration {
  override up(): void {
    this.addSql(kinds("invitation_revoked"))
    this.addSql("create index member_invitation_sent on member_invitation (merchant_id, invited_by) where accepted_at is null and revoked_at is null and replaced_at is null")
    this.addSql(`
      update member_invitation i set revoked_at = now(), revoked_by = i.invited_by
      where i.accepted_at is null and i.revoked_at is null and i.replaced_at is null and not exists (
        select from merchant_member m where m.merchant_id = i.merchant_id and m.person_id = i.invited_by and m.deleted_at is null and m.role = 'owner'
      )
    `)
  }

  override down(): void {
    this.addSql("drop index if exists member_invitation_sent")
    this.addSql("alter table member_change drop constraint member_change_what_check")
  }
}
