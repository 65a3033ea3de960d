import { emptyDatabase, type Database } from "../../../../integration-tests/support/database"
import { ledgerSql, openBooks } from "./books"
import { laws } from "./laws"

jest.setTimeout(60_000)

const RUNS = 25
type Replacement = readonly [text: string, other: string]

/** A journal's number first and the lock after it, with time enough between them that two writers meet. */
const NUMBERED_FIRST: Replacement[] = [
  ["refused text; beyond text;\n  begin", "refused text; beyond text; drawn bigint := nextval('ledger_journal_id_seq'); waited text := pg_sleep(random() * 0.06)::text;\n  begin"],
  ["insert into ledger_journal (key, kind, reason, overdraws, occurred_at)\n        values (", "insert into ledger_journal (id, key, kind, reason, overdraws, occurred_at) overriding system value\n        values (drawn, "],
]

/** Ways of breaking the posting code, each with the law that must notice. */
const mutations: [breaks: string, by: Replacement[], noticed: string][] = [
  ["accounts are not locked before numbers are drawn", NUMBERED_FIRST, "the order is monotonic"],
  ["a balance is read before it is written", [["set balance = balance + case", "set balance = (select b.balance from ledger_account b, pg_sleep(0.003) where b.id = account) + case"]], "no lost update"],
  ["debit and credit are exchanged", [["when payee then minor else -minor", "when payer then minor else -minor"]], "a balance is the projection"],
  ["a batch moves only what comes in", [["union all select from_account || '/' || currency, -amount from posted\n        ) moves", ") moves"]], "a balance is the projection"],
  ["guarded accounts are not guarded", [["kept.balance < 0 and kept.protection = 'guarded'", "false"]], "the overdraft guard"],
  ["any journal may overdraw a payable", [["and not j.overdraws", "and false"], ["and not overdrawing", "and false"]], "the overdraft guard"],
  ["a key is not unique", [["constraint ledger_journal_key unique", ""], ["on conflict on constraint ledger_journal_key do nothing", "on conflict do nothing"]], "concurrent duplicates collapse"],
  ["other content under a known key goes unnoticed", [["if reused is not null then", "if false then"]], "a duplicate is a no-op"],
  ["a duplicate is reported as new", [["return known;", "return null;"]], "concurrent duplicates collapse"],
  ["what is refused is left out in silence", [["raise exception 'account overdrawn' using errcode = 'PJ002', detail = refused;", "return null;"]], "a refused journal's duplicate"],
  ["journals and postings can be changed", [["raise exception 'the ledger is append-only: post the mirror journal instead' using errcode = 'PJ004', detail = tg_table_name;", "return new;"]], "append-only"],
  ["balances are floats", [["    balance bigint,\n    created_at", "    balance real,\n    created_at"]], "no precision drift"],
  ["a journal may mix currencies", [["if mixed then", "if false then"]], "no mixed currency"],
  ["only the first posting of a journal is stored", [["as moved(owner, position, f, t, minor);", "as moved(owner, position, f, t, minor) where position = 1;"]], "balanced"],
  ["a correction may not overdraw", [["and not j.overdraws", ""], ["and not overdrawing", ""]], "reversal, not deletion"],
]

describe("the laws notice when", () => {
  let database: Database
  beforeAll(async () => {
    database = await emptyDatabase()
  })
  afterAll(() => database?.drop())

  test.each(mutations.map(([breaks, by, noticed], index) => ({ breaks, by, noticed, index })))("$breaks", async ({ by, noticed, index }) => {
    const law = laws.find(({ name }) => name.startsWith(noticed))
    if (!law) throw new Error(`There is no law that begins with '${noticed}'.`)
    const books = await openBooks(database.url, `broken_${index}`, ledgerSql(by))
    try {
      await expect(law.holds(books, RUNS)).rejects.toThrow()
    } finally {
      await books.close()
    }
  })
})
