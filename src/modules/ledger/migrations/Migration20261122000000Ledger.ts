import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Names and keys are compared byte by byte (collate "C"): quick, the same on every server, and good for prefixes. Accounts
 * leave room on their pages, so that a new balance touches no index. What a foreign key and checks on the account would
 * say is said by `ledger_apply` and by the triggers below, once a statement instead of once a row (ADR 0008).
 */
const tables = `
  create table ledger_account (
    id text collate "C" generated always as (name || '/' || currency) stored primary key,
    name text collate "C" not null,
    currency text not null,
    protection text not null,
    balance bigint,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz
  ) with (fillfactor = 50);
  create table ledger_journal (
    id bigint generated always as identity primary key,
    key text collate "C" not null constraint ledger_journal_key unique,
    kind text not null,
    reason text not null,
    overdraws boolean not null,
    occurred_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp()
  );
  create table ledger_posting (
    journal_id bigint not null,
    position int not null,
    from_account text collate "C" not null,
    to_account text collate "C" not null,
    currency text not null,
    amount bigint not null,
    primary key (journal_id, position),
    constraint ledger_posting_moves check (amount > 0 and amount <= 9007199254740991 and from_account <> to_account)
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

/** Opens the accounts (`name/currency`) that are not there yet. Names are checked here alone: no other name has an account. */
const open = `
  create function ledger_open(accounts text[]) returns void language plpgsql as $$
  declare refused text;
  begin
    select min(id) into refused from unnest(accounts) as id where ledger_protection(left(id, -4)) is null or id !~ '^[^/]+/[a-z]{3}$';
    if refused is not null then
      raise exception 'unknown account' using errcode = 'PJ003', detail = refused;
    end if;
    insert into ledger_account (name, currency, protection, balance)
      select name, right(id, 3), ledger_protection(name), case ledger_protection(name) when 'open' then null else 0 end
      from (select id, left(id, -4) as name from unnest(accounts) as id) used
      where not exists (select from ledger_account a where a.id = used.id)
      order by id collate "C"
      on conflict do nothing;
  end $$;
`

/**
 * Balances follow postings by trigger, so that no insert, whoever makes it, can pass them by. Rows are changed, and thereby
 * locked, in id order; a single posting, the usual case by far, needs no sums. Whether a kind of journal
 * may overdraw is asked only when a payable is below zero.
 */
const balances = `
  create function ledger_apply() returns trigger language plpgsql as $$
  declare rows bigint; payer text; payee text; minor bigint; orphan boolean; mixed boolean;
    account text; kept record;
    refused text; beyond text; below text[]; missing text;
  begin
    select count(*), min(from_account || '/' || currency), min(to_account || '/' || currency), min(amount), min(currency) <> max(currency),
        bool_or((select true from ledger_journal j where j.id = journal_id) is null)
      into rows, payer, payee, minor, mixed, orphan from posted;
    if orphan then
      raise exception 'a posting of no journal' using errcode = 'PJ004', detail = tg_table_name;
    end if;
    if mixed then
      select min(key) into refused from ledger_journal where id in
        (select journal_id from posted group by journal_id having min(currency) <> max(currency));
      if refused is not null then
        raise exception 'journal of two currencies' using errcode = 'PJ006', detail = refused;
      end if;
    end if;

    if rows = 1 then
      foreach account in array case when payer collate "C" < payee collate "C" then array[payer, payee] else array[payee, payer] end loop
        update ledger_account set balance = balance + case account when payee then minor else -minor end, updated_at = clock_timestamp()
          where id = account and balance is not null returning name, protection, balance into kept;
        if not found then
          if not exists (select from ledger_account where id = account) then missing := account; end if;
        elsif kept.balance < 0 and kept.protection = 'guarded' then
          refused := kept.name;
        elsif kept.balance < 0 and kept.protection = 'payable' then
          below := below || account;
        end if;
        if abs(kept.balance) > 9007199254740991 then beyond := kept.name; end if;
      end loop;
    else
      with delta as materialized (
        select id, sum(amount) as minor from (
          select to_account || '/' || currency as id, amount from posted union all select from_account || '/' || currency, -amount from posted
        ) moves group by id order by id collate "C"
      ), applied as (
        update ledger_account a set balance = a.balance + d.minor, updated_at = clock_timestamp()
        from delta d where a.id = d.id and a.balance is not null
        returning a.id, a.name, a.protection, a.balance
      )
      select min(name) filter (where balance < 0 and protection = 'guarded'), min(name) filter (where abs(balance) > 9007199254740991),
          array_agg(id) filter (where balance < 0 and protection = 'payable'),
          (select min(id) from delta where (select true from ledger_account a where a.id = delta.id) is null)
        into refused, beyond, below, missing from applied;
    end if;
    if missing is not null then
      raise exception 'unknown account' using errcode = 'PJ003', detail = missing;
    end if;
    if below is not null and refused is null then
      select min(from_account) into refused from posted p join ledger_journal j on j.id = p.journal_id
        where p.from_account || '/' || p.currency = any(below) and not j.overdraws;
    end if;
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
  create trigger ledger_account_kept_by_postings after update or delete on ledger_account
    for each row when (pg_trigger_depth() = 0) execute function ledger_append_only();
  create trigger ledger_account_starts_empty before insert on ledger_account
    for each row when (
      new.balance <> 0 or new.protection is distinct from ledger_protection(new.name)
      or (new.protection = 'open') <> (new.balance is null) or new.currency !~ '^[a-z]{3}$')
    execute function ledger_append_only();
`

const posted = `
      insert into ledger_posting (journal_id, position, from_account, to_account, currency, amount)
        select ids[owner], position, left(accounts[f], -4), left(accounts[t], -4),
          case right(accounts[t], 3) when right(accounts[f], 3) then right(accounts[f], 3) end, minor
        from unnest(owners, positions, froms, tos, minors) as moved(owner, position, f, t, minor)`

/**
 * Takes many journals at once, as columns: the accounts (`name/currency`, each once), the journals, and the postings,
 * which name journals and accounts by their place. Answers with the keys that were posted before (null: none); refuses such a key with
 * other content. The accounts are locked before the journals get their numbers: read by number, the journals of an
 * account whose balance is kept stand in the order in which they were applied.
 *
 * Numbers are drawn first, so that a posting finds its journal's by its place and the usual call, where every key is new,
 * joins nothing. A statement of its own compares known keys: only that one sees what committed while the insert waited.
 * Postgres would plan anew for each length of the arrays, which takes longer than posting; hence the fixed plans.
 */
const post = `
  create function ledger_post(
    accounts text[], keys text[], kinds text[], reasons text[], overdrawing boolean[],
    owners int[], positions int[], froms int[], tos int[], minors bigint[], occurred timestamptz
  ) returns text[] language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
  #variable_conflict use_column
  declare ids bigint[]; fresh int; known text[]; reused text;
    -- Having its number before it draws the journals' is what lets checkpoints know when a journal can no longer appear.
    writer xid8 := pg_current_xact_id();
  begin
    -- Nothing is locked before all are there, else who opens one could wait out of order. Open ones are never locked.
    perform from ledger_account where balance is not null and id = any(accounts)
      and (select count(*) from ledger_account where id = any(accounts)) = cardinality(accounts)
      order by id for update;
    if not found then
      perform ledger_open(accounts);
      perform from ledger_account where balance is not null and id = any(accounts) order by id for update;
    end if;

    ids := array(select nextval('ledger_journal_id_seq') from generate_series(1, cardinality(keys)));
    insert into ledger_journal (id, key, kind, reason, overdraws, occurred_at) overriding system value
      select ids[n], key, kind, reason, overdraws, occurred
      from unnest(keys, kinds, reasons, overdrawing) with ordinality as given(key, kind, reason, overdraws, n)
      order by key collate "C", n
      on conflict on constraint ledger_journal_key do nothing;
    get diagnostics fresh = row_count;

    -- An account of another currency leaves the posting without one, which the table refuses.
    if fresh = cardinality(keys) then ${posted};
      return null;
    end if;
    ${posted} where (select true from ledger_journal where id = ids[owner]);

    with given as (
      select n, key, kind, (select id from ledger_journal j where j.key = given.key and j.kind = given.kind) as stored
      from unnest(keys, kinds) with ordinality as given(key, kind, n)
    ), told as (
      select owner, string_agg(concat_ws(' ', left(accounts[f], -4), left(accounts[t], -4), right(accounts[f], 3), minor), ',' order by position) as content
      from unnest(owners, positions, froms, tos, minors) as moved(owner, position, f, t, minor) group by owner
    )
    select min(key) filter (where content is distinct from (
        select string_agg(concat_ws(' ', from_account, to_account, currency, amount), ',' order by position) from ledger_posting where journal_id = stored
      )), array_agg(distinct key) filter (where stored <> all(ids))
      into reused, known from given left join told on owner = n where stored is distinct from ids[n];
    if reused is not null then
      raise exception 'journal key reused' using errcode = 'PJ001', detail = reused;
    end if;
    return known;
  end $$;
`

export class Migration20261122000000Ledger extends Migration {
  override up(): void {
    for (const sql of [protection, tables, open, balances, appendOnly, post]) this.addSql(sql)
  }

  override down(): void {
    this.addSql("drop function if exists ledger_post")
    this.addSql("drop table if exists ledger_posting, ledger_journal, ledger_account cascade")
    this.addSql("drop function if exists ledger_apply(), ledger_append_only(), ledger_open(text[]), ledger_protection(text)")
  }
}
