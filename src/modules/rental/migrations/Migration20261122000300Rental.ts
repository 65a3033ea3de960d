import { Migration } from "@medusajs/framework/mikro-orm/migrations"

import { appendOnlyFunction, historyTable, stamps } from "../../../adapters/move"

const plans = `
  create table rent_plan (
    id text primary key,
    code text not null constraint rent_plan_code unique,
    tier int not null check (tier > 0),
    ${stamps}
  );
  create table rent_plan_version (
    id text primary key,
    plan_id text not null references rent_plan (id),
    number int not null check (number > 0),
    name text not null,
    currency text not null check (currency ~ '^[a-z]{3}$'),
    tax_basis_points int not null check (tax_basis_points between 0 and 10000),
    trial_days int not null default 0 check (trial_days >= 0),
    features jsonb not null,
    limits jsonb not null,
    published_at timestamptz,
    retired_at timestamptz,
    constraint rent_plan_version_number unique (plan_id, number),
    constraint rent_plan_version_retired check (retired_at is null or published_at is not null),
    ${stamps}
  );
  create index rent_plan_version_on_offer on rent_plan_version (plan_id) where published_at is not null and retired_at is null;
  create table rent_price (
    version_id text not null references rent_plan_version (id),
    term_months int not null check (term_months between 1 and 12),
    price_minor bigint not null check (price_minor > 0 and price_minor <= 9007199254740991),
    primary key (version_id, term_months),
    ${stamps}
  );
`

const leases = `
  create table shop_lease (
    id text primary key,
    shop_id text not null,
    merchant_id text not null,
    plan_version_id text not null references rent_plan_version (id),
    state text not null check (state in ('awaiting_payment', 'trial', 'active', 'past_due', 'ended')),
    months text not null check (months in ('gregorian', 'jalali')),
    ends_on date,
    due_at timestamptz,
    changes int not null default 0,
    tell_at timestamptz,
    constraint shop_lease_runs check (state not in ('trial', 'active', 'past_due') or (ends_on is not null and due_at is not null)),
    ${stamps}
  );
  create unique index shop_lease_live on shop_lease (shop_id) where state <> 'ended';
  create index shop_lease_shop on shop_lease (shop_id, id);
  create index shop_lease_merchant on shop_lease (merchant_id, id);
  create index shop_lease_due on shop_lease (due_at, id) where due_at is not null;
  create index shop_lease_untold on shop_lease (tell_at, id) where tell_at is not null;
`

const invoices = `
  create table rent_invoice_counter (
    fiscal_year int primary key,
    last int not null,
    ${stamps}
  );
  create table rent_invoice (
    id text primary key,
    fiscal_year int not null,
    sequence int not null check (sequence > 0),
    lease_id text not null references shop_lease (id),
    shop_id text not null,
    merchant_id text not null,
    plan_version_id text not null references rent_plan_version (id),
    purpose text not null check (purpose in ('start', 'renew', 'upgrade')),
    state text not null check (state in ('open', 'paid', 'void')),
    term_months int not null check (term_months between 1 and 12),
    currency text not null,
    price_minor bigint not null check (price_minor > 0),
    discount_minor bigint not null default 0 check (discount_minor >= 0),
    credit_minor bigint not null default 0 check (credit_minor >= 0),
    net_minor bigint not null check (net_minor >= 0),
    tax_minor bigint not null check (tax_minor >= 0),
    total_minor bigint not null check (total_minor <= 9007199254740991),
    issued_at timestamptz not null,
    payment_collection_id text constraint rent_invoice_collection unique,
    payment_started_at timestamptz,
    look_at timestamptz,
    provider_id text,
    payment_id text,
    paid_at timestamptz,
    constraint rent_invoice_number unique (fiscal_year, sequence),
    constraint rent_invoice_net check (net_minor = price_minor - discount_minor - credit_minor),
    constraint rent_invoice_total check (total_minor = net_minor + tax_minor),
    ${stamps}
  );
  create unique index rent_invoice_open on rent_invoice (shop_id) where state = 'open';
  create index rent_invoice_lease on rent_invoice (lease_id, id);
  create index rent_invoice_merchant on rent_invoice (merchant_id, id);
  create index rent_invoice_look on rent_invoice (look_at, id) where look_at is not null;
`

const periods = `
  create table lease_period (
    id text primary key,
    lease_id text not null references shop_lease (id),
    plan_version_id text not null references rent_plan_version (id),
    invoice_id text constraint lease_period_invoice unique references rent_invoice (id),
    starts_on date not null,
    ends_on date not null,
    anchored_on date not null,
    anchored_months int not null check (anchored_months >= 0),
    currency text not null,
    price_minor bigint not null check (price_minor >= 0 and price_minor <= 9007199254740991),
    cut_on date,
    credited_minor bigint not null default 0,
    earns_until date generated always as (coalesce(cut_on + 1, ends_on)) stored,
    constraint lease_period_days check (ends_on - starts_on between 1 and 1000),
    constraint lease_period_cut check (cut_on >= starts_on and cut_on < ends_on),
    constraint lease_period_credited check (credited_minor between 0 and price_minor and (cut_on is not null or credited_minor = 0)),
    ${stamps}
  );
  create index lease_period_lease on lease_period (lease_id, ends_on);
  create index lease_period_earning on lease_period (currency, earns_until, starts_on);
  create index lease_period_start on lease_period (currency, starts_on);
  create table rent_earning (
    currency text primary key,
    earned_through date not null,
    ${stamps}
  );
  create function rent_earned_through(starts_on date, ends_on date, cut_on date, price bigint, credited bigint, day date)
  returns bigint language sql immutable parallel safe as $$
    select case when cut_on is not null and day >= cut_on then price - credited
      else price * greatest(0, least(day - starts_on + 1, ends_on - starts_on)) / (ends_on - starts_on) end
  $$;
`

/** What was agreed stays as it was agreed: only the columns a trigger names may change. */
const frozen = `
  create function rental_frozen() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' and to_jsonb(new) - tg_argv::text[] = to_jsonb(old) - tg_argv::text[] then
      return new;
    end if;
    raise exception '% keeps what was agreed', tg_table_name using errcode = 'PJ004';
  end $$;
  create trigger rent_plan_version_frozen before update or delete on rent_plan_version
    for each row when (old.published_at is not null) execute function rental_frozen('retired_at', 'updated_at');
  create trigger rent_invoice_frozen before update or delete on rent_invoice
    for each row execute function rental_frozen('state', 'payment_collection_id', 'payment_started_at', 'look_at', 'provider_id', 'payment_id', 'paid_at', 'updated_at');
  create trigger lease_period_frozen before update or delete on lease_period
    for each row execute function rental_frozen('cut_on', 'credited_minor', 'earns_until', 'updated_at');

  create function rent_price_frozen() returns trigger language plpgsql as $$
  begin
    if exists (select from rent_plan_version v where v.published_at is not null and v.id in (old.version_id, new.version_id)) then
      raise exception 'the prices of a published plan are for ever' using errcode = 'PJ004';
    end if;
    return coalesce(new, old);
  end $$;
  create trigger rent_price_frozen before insert or update or delete on rent_price
    for each row execute function rent_price_frozen();
`

export class Migration20261122000300Rental extends Migration {
  override up(): void {
    for (const sql of [appendOnlyFunction, plans, leases, invoices, periods, frozen, historyTable("rental_history")]) this.addSql(sql)
  }

  override down(): void {
    this.addSql(
      `drop table if exists rental_history, rent_earning, lease_period, rent_invoice, rent_invoice_counter, shop_lease, rent_price,
       rent_plan_version, rent_plan cascade`,
    )
    this.addSql("drop function if exists rental_frozen(), rent_price_frozen(), rent_earned_through(date, date, date, bigint, bigint, date)")
  }
}
