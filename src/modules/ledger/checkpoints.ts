import type { SqlManager } from "../../adapters/ledger"

/** So many postings of an open account are added up at a read, at most, besides those of the last two rounds. */
const TAIL = 1_000

/**
 * Writes down what open accounts had at a journal that is safely in the past, for those with a long tail since the last
 * time. Numbers are drawn in order, but transactions end in any order: a journal with a lower number can still appear. So
 * each round leaves a mark, the highest number it sees and the first transaction that began after; once every transaction
 * before that one has ended, nothing up to the mark can appear any more, and a later round writes it down.
 *
 * Called inside a transaction. Of two processes the second finds the mark taken and does nothing.
 * @returns how many checkpoints were written
 */
export async function writeCheckpoints(manager: SqlManager): Promise<number> {
  await manager.execute("insert into ledger_mark (journal_id, first_after) values (0, pg_snapshot_xmax(pg_current_snapshot())) on conflict do nothing")
  const [mark] = await manager.execute<{ journal_id: string; settled: boolean }>(
    "select journal_id, pg_snapshot_xmin(pg_current_snapshot()) >= first_after as settled from ledger_mark for update skip locked",
  )
  if (!mark?.settled) return 0
  const written = await manager.execute(
    `with last as (
       select a.id, a.name, a.currency, coalesce(c.journal_id, 0) as journal_id, coalesce(c.balance, 0) as balance
       from ledger_account a left join lateral (${lastCheckpoint("a.id")}) c on true
       where a.balance is null
     ), tail as (
       select l.id, l.balance, moved.* from last l, lateral (
         select count(*) as postings, sum(minor) as minor, max(journal_id) as journal_id from (${movesOf("l")}) m where journal_id <= ?
       ) moved
     )
     insert into ledger_checkpoint (account_id, journal_id, balance)
     select id, journal_id, balance + minor from tail where postings >= ? on conflict do nothing returning account_id`,
    [mark.journal_id, TAIL],
  )
  await manager.execute(
    `update ledger_mark set journal_id = (select coalesce(max(id), 0) from ledger_journal), first_after = pg_snapshot_xmax(pg_current_snapshot())`,
  )
  return written.length
}

/** The SQL of an account's latest checkpoint; `until`: of the latest that is not beyond this journal. */
export const lastCheckpoint = (account_id: string, until?: string): string =>
  `select journal_id, balance from ledger_checkpoint where account_id = ${account_id} ${until ? `and journal_id <= ${until}` : ""}
   order by journal_id desc limit 1`

/** The SQL of what moved on the account of the row `row` (name, currency) after its `journal_id`. */
export const movesOf = (row: string): string =>
  `select journal_id, amount as minor from ledger_posting
     where to_account = ${row}.name and currency = ${row}.currency and journal_id > ${row}.journal_id
   union all select journal_id, -amount from ledger_posting
     where from_account = ${row}.name and currency = ${row}.currency and journal_id > ${row}.journal_id`

/** The SQL of the accounts with a checkpoint that is not the sum of the postings up to it. */
export const driftedCheckpoints = `
  select distinct l.id from (
    select c.account_id as id, c.journal_id as until, c.balance, a.name, a.currency, 0::bigint as journal_id
    from ledger_checkpoint c join ledger_account a on a.id = c.account_id
  ) l where l.balance <> (select coalesce(sum(minor), 0) from (${movesOf("l")}) m where m.journal_id <= l.until)`
