import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Editions of the operators' decision about who may act for a merchant. */
const policy = `
  create table access_policy (
    version int primary key check (version > 0),
    invitation_days int not null check (invitation_days between 1 and 90),
    members_without_lease int not null check (members_without_lease between 1 and 100),
    delegation_days int not null check (delegation_days between 1 and 730),
    reason text not null,
    author text not null,
    created_at timestamptz not null default clock_timestamp()
  );
  insert into access_policy (version, invitation_days, members_without_lease, delegation_days, reason, author)
    values (1, 7, 3, 180, 'the marketplace opens', 'pasaj');
  create trigger access_policy_append_only before update or delete on access_policy
    for each row execute function pasaj_append_only();
`

/** Only the hash of a token is kept, and the newest invitation of a mailbox is its only one. */
const invitations = `
  create table member_invitation (
    id text primary key,
    merchant_id text not null references pasaj_merchant (id),
    email text not null check (email = lower(email)),
    role text not null check (role in ('owner', 'manager', 'packer', 'accountant', 'viewer')),
    token_hash text not null constraint member_invitation_token unique,
    invited_by text not null references pasaj_person (id),
    invited_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    accepted_by text references pasaj_person (id),
    revoked_at timestamptz,
    revoked_by text references pasaj_person (id),
    replaced_at timestamptz,
    constraint member_invitation_accepted check ((accepted_at is null) = (accepted_by is null)),
    constraint member_invitation_one_end check (num_nonnulls(accepted_at, revoked_at, replaced_at) <= 1)
  );
  create unique index member_invitation_current on member_invitation (merchant_id, email)
    where accepted_at is null and revoked_at is null and replaced_at is null;
  create index member_invitation_merchant on member_invitation (merchant_id, id);
`

/** Who joined, changed and left, when, by whom and why. Those who are members already joined when their rows were made. */
const changes = `
  create table member_change (
    id bigint generated always as identity primary key,
    merchant_id text not null references pasaj_merchant (id),
    person_id text not null references pasaj_person (id),
    what text not null check (what in ('joined', 'role_changed', 'removed', 'left')),
    from_role text,
    to_role text,
    actor_type text not null,
    actor_id text not null,
    reason text,
    at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create index member_change_merchant on member_change (merchant_id, id);
  insert into member_change (merchant_id, person_id, what, to_role, actor_type, actor_id, at)
    select merchant_id, person_id, 'joined', role, 'member', person_id, created_at from merchant_member where deleted_at is null order by created_at, id;
  create trigger member_change_append_only before update or delete on member_change
    for each row execute function pasaj_append_only();
  create index merchant_member_list on merchant_member (merchant_id, id) where deleted_at is null;
`

export class Migration20261125050001Members extends Migration {
  override up(): void {
    for (const sql of [policy, invitations, changes]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop index if exists merchant_member_list")
    this.addSql("drop table if exists member_change, member_invitation, access_policy cascade")
  }
}
