-- The usual way to keep a ledger in Postgres: one function call a transfer, which locks both accounts in the order of their
-- ids, writes the transfer, and writes an entry for each account with its balance before and after.
create table usual_account (
  id text primary key,
  currency text not null,
  balance bigint not null default 0,
  version bigint not null default 0,
  may_be_negative boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table usual_transfer (
  id bigint generated always as identity primary key,
  from_account text not null references usual_account (id),
  to_account text not null references usual_account (id),
  amount bigint not null check (amount > 0),
  created_at timestamptz not null default now(),
  check (from_account <> to_account)
);
create index on usual_transfer (from_account);
create index on usual_transfer (to_account);
create table usual_entry (
  id bigint generated always as identity primary key,
  account_id text not null references usual_account (id),
  transfer_id bigint not null references usual_transfer (id),
  amount bigint not null,
  previous_balance bigint not null,
  current_balance bigint not null,
  account_version bigint not null,
  created_at timestamptz not null default now()
);
create index on usual_entry (account_id);
create index on usual_entry (transfer_id);

create function usual_transfer(from_id text, to_id text, minor bigint) returns bigint language plpgsql as $$
declare payer usual_account; payee usual_account; transfer bigint;
begin
  perform from usual_account where id in (from_id, to_id) order by id for update;
  update usual_account set balance = balance - minor, version = version + 1, updated_at = now() where id = from_id returning * into payer;
  update usual_account set balance = balance + minor, version = version + 1, updated_at = now() where id = to_id returning * into payee;
  if payer.id is null or payee.id is null or payer.currency <> payee.currency then
    raise exception 'no such accounts';
  end if;
  if payer.balance < 0 and not payer.may_be_negative then
    raise exception 'account % is overdrawn', from_id;
  end if;
  insert into usual_transfer (from_account, to_account, amount) values (from_id, to_id, minor) returning id into transfer;
  insert into usual_entry (account_id, transfer_id, amount, previous_balance, current_balance, account_version) values
    (from_id, transfer, -minor, payer.balance + minor, payer.balance, payer.version),
    (to_id, transfer, minor, payee.balance - minor, payee.balance, payee.version);
  return transfer;
end $$;

insert into usual_account (id, currency, balance, may_be_negative)
  select 'hold:bench' || n, 'irr', 1000000000000, false from generate_series(0, 49) as n;
