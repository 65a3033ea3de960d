import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Names and keys are compared byte by byte (collate "C"): quick, the same on every server, and good for prefixes. */
const tables = `
  create table ledger_account (
    id text collate "C" generated always as (name || '/' || currency) stored primary key,
    name text collate "C" not null,
    currency text not null check (currency ~ '^[a-z]{3}$'),
    protection text not null check (protection in ('guarded', 'payable', 'open')),
    balance bigint,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint ledger_account_kept check ((protection = 'open') = (balance is null)),
    constraint ledger_account_guarded check (protection <> 'guarded' or balance >= 0)
  );
  create table ledger_journal (
    id bigint generated always as identity primary key,
    key text collate "C" not null constraint ledger_journal_key unique,
    kind text not null,
    reason text not null,
    overdraws boolean not null,
    digest text not null,
    occurred_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create table ledger_posting (
    journal_id bigint not null references ledger_journal (id),
    position int not null,
    from_account text collate "C" not null,
    to_account text collate "C" not null,
    currency text not null,
    amount bigint not null check (amount > 0 and amount <= 9007199254740991),
    primary key (journal_id, position),
    constraint ledger_posting_moves check (from_account <> to_account)
  );
  create index ledger_account_name on ledger_account (name);
  create index ledger_posting_from on ledger_posting (from_account, journal_id) include (currency, amount);
  create index ledger_posting_to on ledger_posting (to_account, journal_id) include (currency, amount);
`

/** The same protections as the chart in src/domain/chart.ts; a test holds the two together. */
const protection = `
  create function ledger_protection(name text) returns text language plpgsql immutable strict as $$
  begin
    return case
      when name ~ '^(hold:[A-Za-z0-9_.-]+|(merchant|supplier):[A-Za-z0-9_.-]+:in_settlement|buyer:[A-Za-z0-9_.-]+:(refund_due|compensation_due))$' then 'guarded'
      when name ~ '^(merchant|supplier):[A-Za-z0-9_.-]+:payable$' then 'payable'
      when name ~ '^(gateway|bank|suspense):[A-Za-z0-9_.-]+$' then 'open'
      when name ~ '^platform:(order_income|tax_due|rent_deferred|rent_earned|penalties|goodwill|fees|loss|owner)$' then 'open'
    end;
  end $$;
`

/**
 * Opens the accounts that are not there yet, and locks those whose balance is kept, in id order, so that two callers
 * never wait for each other. Open accounts are not locked: everybody touches them.
 */
const take = `
  create function ledger_take(names text[], currencies text[]) returns void language plpgsql as $$
  declare refused text;
  begin
    select min(name) into refused from unnest(names) as name where ledger_protection(name) is null;
    if refused is not null then
      raise exception 'unknown account' using errcode = 'PJ003', detail = refused;
    end if;

    insert into ledger_account (name, currency, protection, balance)
      select name, currency, ledger_protection(name), case ledger_protection(name) when 'open' then null else 0 end
      from (select distinct name, currency, name || '/' || currency as id from unnest(names, currencies) as u(name, currency)) used
      where not exists (select from ledger_account a where a.id = used.id)
      order by id collate "C"
      on conflict do nothing;

    perform from ledger_account
      where balance is not null and id in (select name || '/' || currency from unnest(names, currencies) as u(name, currency))
      order by id for update;
  end $$;
`

/** Balances follow postings by trigger, so that no insert, whoever makes it, can pass them by. */
const balances = `
  create function ledger_apply() returns trigger language plpgsql as $$
  declare refused text; beyond text;
  begin
    perform ledger_take(array_agg(name), array_agg(currency)) from (
      select from_account as name, currency from posted union select to_account, currency from posted
    ) used;

    with delta as (
      select id, sum(minor) as minor, bool_or(minor < 0 and not overdraws) as strict from (
        select to_account || '/' || p.currency as id, amount as minor, overdraws from posted p join ledger_journal j on j.id = journal_id
        union all
        select from_account || '/' || p.currency, -amount, overdraws from posted p join ledger_journal j on j.id = journal_id
      ) moves group by id
    ), overdrawn as (
      select a.name from ledger_account a join delta d on d.id = a.id
      where a.balance is not null and a.balance + d.minor < 0 and (a.protection = 'guarded' or d.strict)
    ), applied as (
      update ledger_account a set balance = a.balance + d.minor, updated_at = clock_timestamp()
      from delta d where d.id = a.id and a.balance is not null and d.minor <> 0
        and not exists (select from overdrawn)
      returning a.name, a.balance
    )
    select (select min(name) from overdrawn), (select min(name) from applied where abs(balance) > 9007199254740991)
      into refused, beyond;
    if refused is not null then
      raise exception 'account overdrawn' using errcode = 'PJ002', detail = refused;
    end if;
    if beyond is not null then
      raise exception 'balance beyond safe integers' using errcode = 'PJ005', detail = beyond;
    end if;
    return null;
  end $$;
  create trigger ledger_posting_apply after insert on ledger_posting
    referencing new table as posted for each statement execute function ledger_apply();
`

const appendOnly = `
  create function ledger_append_only() returns trigger language plpgsql as $$
  begin
    raise exception 'the ledger is append-only: post the mirror journal instead' using errcode = 'PJ004', detail = tg_table_name;
  end $$;
  create trigger ledger_journal_append_only before update or delete on ledger_journal
    for each row execute function ledger_append_only();
  create trigger ledger_posting_append_only before update or delete on ledger_posting
    for each row execute function ledger_append_only();
  create trigger ledger_account_kept_by_postings before update or delete on ledger_account
    for each row when (pg_trigger_depth() = 0) execute function ledger_append_only();
  create trigger ledger_account_starts_empty before insert on ledger_account
    for each row when (new.balance <> 0 or new.protection is distinct from ledger_protection(new.name))
    execute function ledger_append_only();
`

/**
 * Takes many journals at once; tells which were new; refuses a known key with other content. The accounts are locked
 * before the journals get their numbers: read by number, the journals of an account whose balance is kept stand in the
 * order in which they were applied.
 */
const post = `
  create function ledger_post(journals jsonb, occurred timestamptz) returns table (key text, posted boolean)
  language plpgsql as $$
  #variable_conflict use_column
  declare reused text;
  begin
    perform ledger_take(array_agg(name), array_agg(currency)) from (
      select unnest(array[p->>'from', p->>'to']) as name, p->>'currency' as currency
      from jsonb_array_elements(journals) as j, jsonb_array_elements(j->'postings') as p
    ) used;

    return query
    with given as (
      select j.key, j.kind, j.reason, j.overdraws, j.postings, md5(j.kind || j.postings::text) as digest
      from jsonb_to_recordset(journals) as j(key text, kind text, reason text, overdraws boolean, postings jsonb)
      order by j.key
    ), fresh as (
      insert into ledger_journal (key, kind, reason, overdraws, digest, occurred_at)
      select key, kind, reason, overdraws, digest, occurred from given
      on conflict on constraint ledger_journal_key do nothing
      returning id, key, digest
    ), written as (
      insert into ledger_posting (journal_id, position, from_account, to_account, currency, amount)
      select f.id, p.position, p.posting->>'from', p.posting->>'to', p.posting->>'currency', (p.posting->>'minor')::bigint
      from fresh f join (select distinct on (key) key, postings from given) g on g.key = f.key
        cross join lateral jsonb_array_elements(g.postings) with ordinality as p(posting, position)
    )
    select g.key, f.id is not null from (select distinct key from given) g left join fresh f on f.key = g.key order by g.key;

    select j.key into reused
    from jsonb_to_recordset(journals) as g(key text, kind text, postings jsonb)
      join ledger_journal j on j.key = g.key
    where j.digest <> md5(g.kind || g.postings::text) limit 1;
    if reused is not null then
      raise exception 'journal key reused' using errcode = 'PJ001', detail = reused;
    end if;
  end $$;
`

export class Migration20261122000000Ledger extends Migration {
  override up(): void {
    for (const sql of [protection, tables, take, balances, appendOnly, post]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop function if exists ledger_post(jsonb, timestamptz)")
    this.addSql("drop table if exists ledger_posting, ledger_journal, ledger_account cascade")
    this.addSql("drop function if exists ledger_apply(), ledger_append_only(), ledger_take(text[], text[]), ledger_protection(text)")
  }
}
