import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { stamps } from "../../../adapters/move"

/** Editions of the operators' decision about rent; a lease keeps the one it was last paid under. */
const policies = `
  create table rent_policy (
    version int primary key check (version > 0),
    grace_days int not null check (grace_days between 0 and 60),
    months text not null check (months in ('gregorian', 'jalali')),
    reminder_days int[] not null,
    quote_minutes int not null check (quote_minutes between 5 and 10080),
    renewal_lead_days int not null check (renewal_lead_days between 1 and 30),
    seller jsonb not null,
    reason text not null,
    author text not null,
    created_at timestamptz not null default clock_timestamp()
  );
  insert into rent_policy (version, grace_days, months, reminder_days, quote_minutes, renewal_lead_days, seller, reason, author)
    values (1, 7, 'jalali', '{14,3}', 60, 1, '{"name": "Pasaj", "identifier": null, "address": null}', 'the marketplace opens', 'pasaj');
  create trigger rent_policy_append_only before update or delete on rent_policy
    for each row execute function pasaj_append_only();
`

const plans = `
  alter table rent_plan_version add column available_from timestamptz, add column available_until timestamptz, add column tier int;
  alter table rent_plan_version disable trigger rent_plan_version_frozen;
  update rent_plan_version v set available_from = published_at, tier = p.tier from rent_plan p where p.id = v.plan_id;
  alter table rent_plan_version enable trigger rent_plan_version_frozen;
  alter table rent_plan_version alter column tier set not null, add constraint rent_plan_version_tier check (tier > 0);
  alter table rent_plan drop column tier;
  alter table rent_plan_version add constraint rent_plan_version_available
    check (published_at is null or available_from is not null), add constraint rent_plan_version_dates check (available_until > available_from);
  drop index rent_plan_version_on_offer;
  create index rent_plan_version_on_offer on rent_plan_version (plan_id, available_from) where published_at is not null;
  create unique index rent_plan_version_draft on rent_plan_version (plan_id) where published_at is null;
`

const coupons = `
  create table rent_coupon (
    id text primary key,
    code text not null constraint rent_coupon_code unique,
    basis_points int check (basis_points between 1 and 10000),
    amount_minor bigint check (amount_minor > 0),
    currency text,
    plans text[],
    valid_from timestamptz not null,
    valid_until timestamptz,
    most_uses int check (most_uses > 0),
    most_uses_each int check (most_uses_each > 0),
    uses int not null default 0,
    retired_at timestamptz,
    author text not null,
    constraint rent_coupon_worth check ((basis_points is null) <> (amount_minor is null) and (amount_minor is null) = (currency is null)),
    constraint rent_coupon_uses check (uses >= 0 and (most_uses is null or uses <= most_uses)),
    ${stamps}
  );
`

const invoices = `
  alter table rent_invoice
    add column excess_minor bigint not null default 0 check (excess_minor >= 0),
    add column as_of date,
    add column payable_until timestamptz,
    add column coupon_id text references rent_coupon (id),
    add column buyer jsonb,
    add column policy_version int not null default 1 references rent_policy (version),
    add column paid_by text check (paid_by in ('provider', 'balance', 'bank', 'credit'));
  alter table rent_invoice disable trigger rent_invoice_frozen;
  update rent_invoice set as_of = (issued_at at time zone 'UTC')::date;
  update rent_invoice set paid_by = 'provider' where paid_at is not null;
  alter table rent_invoice enable trigger rent_invoice_frozen;
  alter table rent_invoice alter column as_of set not null;
  drop trigger rent_invoice_frozen on rent_invoice;
  create trigger rent_invoice_frozen before update or delete on rent_invoice for each row execute function rental_frozen(
    'state', 'payment_collection_id', 'payment_started_at', 'look_at', 'provider_id', 'payment_id', 'paid_at', 'paid_by', 'updated_at');
  create index rent_invoice_expiry on rent_invoice (payable_until, id) where state = 'open' and payable_until is not null;
  create index rent_invoice_paid on rent_invoice (merchant_id, paid_at) where state = 'paid';

  create table rent_coupon_use (
    invoice_id text primary key references rent_invoice (id),
    coupon_id text not null references rent_coupon (id),
    merchant_id text not null,
    used_at timestamptz not null,
    released_at timestamptz
  );
  create index rent_coupon_use_merchant on rent_coupon_use (coupon_id, merchant_id) where released_at is null;
`

const leases = `
  alter table shop_lease
    add column policy_version int not null default 1 references rent_policy (version),
    add column closes_at timestamptz,
    add column remind_at timestamptz,
    add column renew_at timestamptz,
    add column auto_renew boolean not null default false,
    add column renewal_refused text,
    add column leaving boolean not null default false,
    add column planned_plan text,
    add column planned_term int check (planned_term between 1 and 12),
    add column trial boolean not null default false,
    add constraint shop_lease_planned check (not leaving or planned_plan is null);
  update shop_lease set closes_at = (ends_on + 7)::timestamp at time zone 'UTC' where ends_on is not null;
  create unique index shop_lease_trial on shop_lease (merchant_id) where trial;
  create index shop_lease_remind on shop_lease (remind_at, id) where remind_at is not null;
  create index shop_lease_renew on shop_lease (renew_at, id) where renew_at is not null;

  alter table lease_period disable trigger lease_period_frozen;
  alter table lease_period add column tax_minor bigint not null default 0 check (tax_minor >= 0),
    add column credited_tax_minor bigint not null default 0;
  update lease_period p set tax_minor = i.tax_minor from rent_invoice i where i.id = p.invoice_id;
  alter table lease_period enable trigger lease_period_frozen;
  alter table lease_period add constraint lease_period_credited_tax check (credited_tax_minor between 0 and tax_minor),
    drop constraint lease_period_days, add constraint lease_period_days check (ends_on - starts_on between 1 and 4100),
    drop constraint lease_period_invoice;
  create unique index lease_period_invoice on lease_period (invoice_id) where cut_on is null;
  create index lease_period_of_invoice on lease_period (invoice_id);
  drop trigger lease_period_frozen on lease_period;
  create trigger lease_period_frozen before update or delete on lease_period
    for each row execute function rental_frozen('cut_on', 'credited_minor', 'credited_tax_minor', 'earns_until', 'updated_at');

  create table lease_lost_days (
    id text primary key,
    lease_id text not null references shop_lease (id),
    days int not null check (days between 1 and 366),
    reference text not null,
    reason text not null,
    author text not null,
    at timestamptz not null,
    constraint lease_lost_days_reference unique (lease_id, reference),
    ${stamps}
  );
`

const quotes = `
  create table rent_quote (
    id text primary key,
    shop_id text not null,
    merchant_id text not null,
    lease_id text references shop_lease (id),
    purpose text not null check (purpose in ('start', 'renew', 'upgrade')),
    plan text not null,
    term_months int not null,
    coupon text,
    figures jsonb not null,
    quoted_at timestamptz not null,
    expires_at timestamptz not null,
    invoice_id text references rent_invoice (id),
    ${stamps}
  );
  create index rent_quote_merchant on rent_quote (merchant_id, id);
`

const papers = `
  create table rent_credit_note_counter (
    fiscal_year int primary key,
    last int not null,
    ${stamps}
  );
  create table rent_credit_note (
    id text primary key,
    fiscal_year int not null,
    sequence int not null check (sequence > 0),
    invoice_id text not null references rent_invoice (id),
    lease_id text not null references shop_lease (id),
    merchant_id text not null,
    kind text not null check (kind in ('void', 'unused')),
    currency text not null,
    net_minor bigint not null check (net_minor >= 0),
    tax_minor bigint not null check (tax_minor >= 0),
    total_minor bigint not null check (total_minor = net_minor + tax_minor),
    reason text not null,
    author text not null,
    issued_at timestamptz not null,
    constraint rent_credit_note_number unique (fiscal_year, sequence),
    ${stamps}
  );
  create index rent_credit_note_invoice on rent_credit_note (invoice_id);
  create index rent_credit_note_merchant on rent_credit_note (merchant_id, id);
  create trigger rent_credit_note_append_only before update or delete on rent_credit_note
    for each row execute function pasaj_append_only();

  create table rent_offline_payment (
    id text primary key,
    invoice_id text not null references rent_invoice (id),
    merchant_id text not null,
    state text not null check (state in ('reported', 'confirmed', 'refused')),
    currency text not null,
    amount_minor bigint not null check (amount_minor > 0),
    reference text not null,
    paid_on date not null,
    reported_by text not null,
    reported_at timestamptz not null,
    bank text,
    decided_by text,
    decided_at timestamptz,
    refusal text,
    constraint rent_offline_payment_decided check ((state = 'reported') = (decided_at is null)),
    constraint rent_offline_payment_confirmed check (state <> 'confirmed' or bank is not null),
    ${stamps}
  );
  create unique index rent_offline_payment_open on rent_offline_payment (invoice_id) where state = 'reported';
  create unique index rent_offline_payment_reference on rent_offline_payment (bank, reference) where state = 'confirmed';
  create index rent_offline_payment_queue on rent_offline_payment (id) where state = 'reported';
  create index rent_offline_payment_invoice on rent_offline_payment (invoice_id, id);
`

export class Migration20261125030002RentInFull extends Migration {
  override up(): void {
    for (const sql of [policies, plans, coupons, invoices, leases, quotes, papers]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop table if exists rent_offline_payment, rent_credit_note, rent_credit_note_counter, rent_quote, lease_lost_days, rent_coupon_use cascade")
    this.addSql("alter table rent_invoice drop column excess_minor, drop column as_of, drop column payable_until, drop column coupon_id, drop column buyer, drop column policy_version, drop column paid_by")
    this.addSql("alter table shop_lease drop column policy_version, drop column closes_at, drop column remind_at, drop column renew_at, drop column auto_renew, drop column renewal_refused, drop column leaving, drop column planned_plan, drop column planned_term, drop column trial")
    this.addSql("alter table lease_period drop column tax_minor, drop column credited_tax_minor")
    this.addSql("alter table rent_plan_version drop column available_from, drop column available_until, drop column tier")
    this.addSql("drop table if exists rent_coupon, rent_policy cascade")
  }
}
