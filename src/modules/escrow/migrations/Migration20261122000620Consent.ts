import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Editions of the operators' decision about consent; the first has Kerkere's own values (K4). */
const policies = `
  create table consent_policy (
    version int primary key check (version > 0),
    preset text not null check (preset in ('kerkere', 'ir-ecl', 'eu-14')),
    extension_days int not null check (extension_days between 1 and 30),
    silent_after_days int not null check (silent_after_days between 1 and 90),
    link_days int not null check (link_days between 1 and 90),
    reminder_hours int[] not null,
    reason text not null,
    author text not null,
    created_at timestamptz not null default clock_timestamp()
  );
  insert into consent_policy (version, preset, extension_days, silent_after_days, link_days, reminder_hours, reason, author)
    values (1, 'kerkere', 3, 10, 30, '{72,24}', 'the marketplace opens', 'pasaj');
  create trigger consent_policy_append_only before update or delete on consent_policy
    for each row execute function pasaj_append_only();
  alter table consent_window add column policy_version int not null default 1 references consent_policy (version);
  alter table consent_window add column extended_by_buyer boolean not null default false;
`

/** Links to answer without a sign-in: only the hash of a token is kept, and a parcel's newest link is its only one. */
const links = `
  create table consent_link (
    id text primary key,
    parcel_id text not null references escrow_parcel (id),
    token_hash text not null constraint consent_link_token unique,
    expires_at timestamptz not null,
    used_at timestamptz,
    replaced_at timestamptz,
    created_at timestamptz not null default clock_timestamp()
  );
  create unique index consent_link_current on consent_link (parcel_id) where replaced_at is null;
`

const reminders = `
  create table consent_reminder (
    parcel_id text not null references escrow_parcel (id),
    hours_before int not null,
    remind_at timestamptz not null,
    done_at timestamptz,
    sent boolean not null default false,
    constraint consent_reminder_sent check (not sent or done_at is not null),
    primary key (parcel_id, hours_before)
  );
  create index consent_reminder_due on consent_reminder (remind_at, parcel_id) where done_at is null;
  create index escrow_parcel_silent on escrow_parcel (handed_over_at, id) where state = 'handed_over';
`

export class Migration20261122000620Consent extends Migration {
  override up(): void {
    for (const sql of [policies, links, reminders]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop index if exists escrow_parcel_silent")
    this.addSql("alter table consent_window drop column policy_version, drop column extended_by_buyer")
    this.addSql("drop table if exists consent_reminder, consent_link, consent_policy cascade")
  }
}
