import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * `ledger_post` for one journal of one posting, in a third of the time: new, between accounts that are there. Whatever is not so plain
 * is left to it. Balances are written here, account by account in id order, which locks them before the journal gets its number; nothing
 * is locked before both are there, else who opens one could wait out of order. For this function alone, as long as it runs,
 * the trigger that applies postings stands aside: a transition table would cost more than the posting (ADR 0008). Whoever sets `pasaj.applied` by hand could pass the trigger by, as could
 * whoever disables it; the invariant `books_balance` would notice. Each row is found by
 * one equality, so that no plan can go another way than by the key.
 */
const postOne = `
  create function ledger_post_one(
    key text, kind text, reason text, overdrawing boolean, payer text, payee text, minor bigint, occurred timestamptz
  ) returns text[] language plpgsql set pasaj.applied = 'yes' as $$
  #variable_conflict use_column
  declare fresh bigint; writer xid8 := pg_current_xact_id(); there int; account text; kept record; refused text; beyond text;
  begin
    select (select 1 from ledger_account where id = payer) + (select 1 from ledger_account where id = payee) into there;
    if there = 2 then
      foreach account in array case when payer collate "C" < payee collate "C" then array[payer, payee] else array[payee, payer] end loop
        update ledger_account set balance = balance + case account when payee then minor else -minor end, updated_at = clock_timestamp()
          where id = account and balance is not null returning name, protection, balance into kept;
        if kept.balance < 0 and kept.protection = 'guarded' or kept.balance < 0 and kept.protection = 'payable' and account = payer and not overdrawing then
          refused := kept.name;
        end if;
        if abs(kept.balance) > 9007199254740991 then beyond := kept.name; end if;
      end loop;
      insert into ledger_journal (key, kind, reason, overdraws, occurred_at)
        values (ledger_post_one.key, ledger_post_one.kind, ledger_post_one.reason, overdrawing, occurred)
        on conflict on constraint ledger_journal_key do nothing returning id into fresh;
      if fresh is null then
        update ledger_account set balance = balance - case id when payee then minor else -minor end where id in (payer, payee) and balance is not null;
      end if;
    end if;
    if fresh is null then
      perform set_config('pasaj.applied', 'no', true);
      return ledger_post(array[payer, payee], array[ledger_post_one.key], array[ledger_post_one.kind], array[ledger_post_one.reason],
        array[overdrawing], '{1}', '{1}', '{1}', '{2}', array[minor], occurred);
    end if;
    if refused is not null then
      raise exception 'account overdrawn' using errcode = 'PJ002', detail = refused;
    end if;
    if beyond is not null then
      raise exception 'balance beyond safe integers' using errcode = 'PJ005', detail = beyond;
    end if;
    insert into ledger_posting (journal_id, position, from_account, to_account, currency, amount)
      values (fresh, 1, left(payer, -4), left(payee, -4), case right(payee, 3) when right(payer, 3) then right(payer, 3) end, minor);
    return null;
  end $$;
`

/** Both triggers as they were, but for what `ledger_post_one` does itself. */
const triggers = `
  drop trigger ledger_posting_apply on ledger_posting;
  create trigger ledger_posting_apply after insert on ledger_posting
    referencing new table as posted for each statement when (current_setting('pasaj.applied', true) is distinct from 'yes') execute function ledger_apply();
  drop trigger ledger_account_kept_by_postings on ledger_account;
  create trigger ledger_account_kept_by_postings after update on ledger_account
    for each row when (pg_trigger_depth() = 0 and current_setting('pasaj.applied', true) is distinct from 'yes') execute function ledger_append_only();
  create trigger ledger_account_stays after delete on ledger_account for each row when (pg_trigger_depth() = 0) execute function ledger_append_only();
`

/** The way back: the triggers as they were, and the one journal by the way of many. */
const former = `
  drop function ledger_post_one;
  drop trigger ledger_account_stays on ledger_account;
  drop trigger ledger_account_kept_by_postings on ledger_account;
  create trigger ledger_account_kept_by_postings after update or delete on ledger_account
    for each row when (pg_trigger_depth() = 0) execute function ledger_append_only();
  drop trigger ledger_posting_apply on ledger_posting;
  create trigger ledger_posting_apply after insert on ledger_posting
    referencing new table as posted for each statement execute function ledger_apply();
  create function ledger_post_one(
    key text, kind text, reason text, overdrawing boolean, payer text, payee text, minor bigint, occurred timestamptz
  ) returns text[] language sql as $$
    select ledger_post(array[payer, payee], array[key], array[kind], array[reason], array[overdrawing], '{1}', '{1}', '{1}', '{2}', array[minor], occurred)
  $$;
`

export class Migration20261125200002LedgerOne extends Migration {
  override up(): void {
    this.addSql("drop function if exists ledger_post_one")
    this.addSql(triggers)
    this.addSql(postOne)
  }

  override down(): void {
    this.addSql(former)
  }
}
