import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { appendOnlyFunction } from "../../../adapters/move"

/** Editions of the operators' decision about verification (K10): what the four kinds of applicants give, and what times run. */
const rules = `
  create table verification_rules (
    version int primary key check (version > 0),
    rules jsonb not null,
    reason text not null,
    author text not null,
    created_at timestamptz not null default clock_timestamp()
  );
  insert into verification_rules (version, rules, reason, author) values (1, '{
    "sets": {
      "natural_unlicensed": {
        "fields": ["name", "national_id", "phone", "address", "payout_account"],
        "documents": ["national_card"], "public": ["city"]
      },
      "natural_licensed": {
        "fields": ["name", "national_id", "licence_number", "licence_expires_on", "phone", "address", "payout_account"],
        "documents": ["national_card", "licence"], "public": ["licence_number", "city", "address"]
      },
      "legal_unlicensed": {
        "fields": ["name", "company_id", "phone", "address", "payout_account"],
        "documents": ["company_registration"], "public": ["company_id", "city", "address"]
      },
      "legal_licensed": {
        "fields": ["name", "company_id", "licence_number", "licence_expires_on", "phone", "address", "payout_account"],
        "documents": ["company_registration", "licence"], "public": ["company_id", "licence_number", "city", "address"]
      }
    },
    "document_types": ["application/pdf", "image/jpeg", "image/png", "image/webp"],
    "document_max_bytes": 5242880,
    "document_count": 60,
    "reminder_days": [60, 30, 7],
    "grace_days": 30,
    "leaving_hours": 24,
    "identity_years": 10,
    "rejected_days": 180
  }', 'the marketplace opens', 'pasaj');
  create trigger verification_rules_append_only before update or delete on verification_rules
    for each row execute function pasaj_append_only();
`

/** A day is text: the driver reads an SQL date as midnight in the server's own zone. */
const dayCheck = (column: string) => 
  `check (${column} is null or (${column} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and ${column}::date is not null))`

/** An erased merchant is a row without an identity; as long as it is not erased, it has one. */
const merchants = `
  alter table pasaj_merchant
    add column city text,
    add column postal_code text,
    add column licence_expires_on text ${dayCheck("licence_expires_on")},
    add column rules_version int not null default 1 references verification_rules (version),
    add column reviewer_id text,
    add column verified_at timestamptz,
    add column shop_stops text[] not null default '{}',
    add column leaving_since timestamptz,
    add column leaving_due_at timestamptz,
    add column erase_at timestamptz,
    add column erased_at timestamptz,
    drop constraint pasaj_merchant_licensed,
    drop constraint pasaj_merchant_identity,
    add constraint pasaj_merchant_licensed check (erased_at is not null or licensed = (licence_number is not null)),
    add constraint pasaj_merchant_identity check (
      erased_at is not null or (kind = 'natural' and national_id is not null) or (kind = 'legal' and company_id is not null)
    );
  update pasaj_merchant m set verified_at = coalesce(
    (select min(at) from merchant_history h where h.row_id = m.id and h.event = 'verify'), m.applied_at
  ) where state in ('verified', 'suspended', 'leaving');
  create index pasaj_merchant_state on pasaj_merchant (state, id);
  create index pasaj_merchant_reviewer on pasaj_merchant (reviewer_id, id) where state in ('in_review', 'needs_changes');
  create index pasaj_merchant_leaving on pasaj_merchant (leaving_due_at, id) where leaving_due_at is not null;
  create index pasaj_merchant_erasing on pasaj_merchant (erase_at, id) where erase_at is not null and erased_at is null;
`

/** What stops a merchant stops all its shops, the one that is opened this very moment too: both wait for the merchant's row. */
const stops = `
  create function pasaj_shop_inherits_stops() returns trigger language plpgsql as $$
  declare inherited text[];
  begin
    select shop_stops into inherited from pasaj_merchant where id = new.merchant_id for share;
    new.stops := new.stops || coalesce(inherited, '{}');
    return new;
  end $$;
  create trigger pasaj_shop_inherits_stops before insert on pasaj_shop for each row execute function pasaj_shop_inherits_stops();
`

/** Whoever ends a merchant, by whatever move: from then the time runs for which its identity is kept. */
const keeping = `
  create function pasaj_merchant_kept_until() returns trigger language plpgsql as $$
  declare kept jsonb;
  begin
    select rules into kept from verification_rules order by version desc limit 1;
    new.erase_at := new.updated_at + case new.state
      when 'rejected' then make_interval(days => (kept->>'rejected_days')::int)
      else make_interval(years => (kept->>'identity_years')::int) end;
    return new;
  end $$;
  create trigger pasaj_merchant_kept_until before update of state on pasaj_merchant
    for each row when (new.state in ('rejected', 'closed') and new.erase_at is null) execute function pasaj_merchant_kept_until();
`

/** One row for each document handed in; a replaced one is kept as history. \`pending\`: not yet accepted in the old one's place. */
const documents = `
  create table merchant_document (
    id text primary key,
    merchant_id text not null references pasaj_merchant (id),
    kind text not null,
    file_key text,
    file_name text not null,
    content_type text not null,
    bytes int not null check (bytes > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    expires_on text ${dayCheck("expires_on")},
    pending boolean not null,
    uploaded_at timestamptz not null,
    uploaded_by text not null,
    replaced_at timestamptz,
    deleting boolean not null default false,
    created_at timestamptz not null default clock_timestamp()
  );
  create index merchant_document_deleting on merchant_document (id) where deleting;
  create unique index merchant_document_current on merchant_document (merchant_id, kind, pending) where replaced_at is null;
  create index merchant_document_merchant on merchant_document (merchant_id, id);
`

/** What a reviewer asked for before verification, and what a merchant wants to be otherwise after it. */
const changes = `
  create table merchant_change_request (
    id bigint generated always as identity primary key,
    merchant_id text not null references pasaj_merchant (id),
    item text not null,
    note text not null,
    asked_at timestamptz not null,
    asked_by text not null,
    given_at timestamptz,
    closed_at timestamptz
  );
  create index merchant_change_request_open on merchant_change_request (merchant_id, id) where closed_at is null;
  create table merchant_change (
    id text primary key,
    merchant_id text not null references pasaj_merchant (id),
    item text not null,
    value text,
    document_id text references merchant_document (id),
    asked_at timestamptz not null,
    asked_by text not null,
    decided_at timestamptz,
    decided_by text,
    accepted boolean,
    note text,
    constraint merchant_change_decided check ((decided_at is null) = (accepted is null))
  );
  create unique index merchant_change_open on merchant_change (merchant_id, item) where decided_at is null;
  create index merchant_change_queue on merchant_change (id) where decided_at is null;
  create index merchant_change_merchant on merchant_change (merchant_id, id);
`

const reminders = `
  create table verification_reminder (
    merchant_id text not null references pasaj_merchant (id),
    item text not null,
    expires_on text not null ${dayCheck("expires_on")},
    act text not null check (act in ('remind', 'expire', 'stop')),
    days int not null,
    due_at timestamptz not null,
    done_at timestamptz,
    primary key (merchant_id, item, expires_on, act, days)
  );
  create index verification_reminder_due on verification_reminder (due_at, merchant_id) where done_at is null;
`

/** Electronic checks and what operators saw themselves, with what was checked: the newest of a kind counts. */
const checks = `
  create table verification_check (
    id text primary key,
    merchant_id text not null references pasaj_merchant (id),
    kind text not null,
    subject jsonb not null,
    provider text not null,
    result text not null check (result in ('passed', 'failed', 'pending', 'unknown')),
    reference text,
    note text,
    asked_by text not null,
    at timestamptz not null
  );
  create index verification_check_merchant on verification_check (merchant_id, id);
`

export class Migration20261125040001Verification extends Migration {
  override up(): void {
    for (const sql of [appendOnlyFunction, rules, merchants, stops, keeping, documents, changes, reminders, checks]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop trigger if exists pasaj_shop_inherits_stops on pasaj_shop")
    this.addSql("drop trigger if exists pasaj_merchant_kept_until on pasaj_merchant")
    this.addSql("drop function if exists pasaj_shop_inherits_stops(), pasaj_merchant_kept_until()")
    this.addSql("drop table if exists verification_check, verification_reminder, merchant_change, merchant_change_request, merchant_document cascade")
    this.addSql(
      `alter table pasaj_merchant drop column city, drop column postal_code, drop column licence_expires_on, drop column rules_version,
       drop column reviewer_id, drop column verified_at, drop column shop_stops, drop column leaving_since, drop column leaving_due_at,
       drop column erase_at, drop column erased_at`,
    )
    this.addSql("drop table if exists verification_rules cascade")
  }
}
