import fc from "fast-check"

import { mirror, type Journal } from "../../../domain/journal"
import type { Books, Outcome } from "./books"
import { fold, history, journalOf, journalsOf, moveOf, names, newMark, postingsOf, type Move } from "./histories"

export type Law = { name: string; holds: (books: Books, runs: number) => Promise<void> }

/** A law is a property of any history: it gets a mark for its names, so that runs share a ledger and no account. */
const law = <T>(name: string, any: fc.Arbitrary<T>, property: (books: Books, drawn: T, mark: string) => Promise<void>): Law => ({
  name,
  holds: (books, runs) =>
    fc.assert(fc.asyncProperty(any, (drawn) => property(books, drawn, newMark())), { numRuns: runs, endOnFailure: true }),
})

const accepted = (calls: Journal[][], outcomes: Outcome[]): Journal[] => calls.filter((_, i) => outcomes[i]?.refused === undefined).flat()
const keptOnly = (sums: Map<string, bigint>) => new Map([...sums].filter(([id]) => !id.startsWith("suspense:")).sort())
const told = (rows: { key: string; from: string; to: string; minor: number; currency: string }[]) =>
  rows.map(({ key, from, to, minor, currency }) => [key, from, to, minor, currency].join(" ")).sort()
const everything = async (books: Books, mark: string) => ({ log: await books.log(mark), kept: await books.kept(mark) })

const minors = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 4, maxLength: 24 })
const fund = (mark: string, id: string, minor: number) => journalOf(mark, `fund.${id}`, { what: "fund", hold: 1, minor, currency: "irr" })
const release = (mark: string, id: string, minor: number) => journalOf(mark, `release.${id}`, { what: "release", hold: 1, minor, currency: "irr" })
const holdOf = (mark: string) => `${names(mark).hold(1)}/irr`
const shuffled = <T>(all: T[], by: number): T[] => all.map((one, i) => ({ one, place: (i * 7 + by * 13) % 11 })).sort((a, b) => a.place - b.place).map(({ one }) => one)

export const laws: Law[] = [
  law("balanced: what is stored of a journal is what was told, posting by posting, each with its two sides", history(), async (books, drawn, mark) => {
    const calls = journalsOf(mark, drawn)
    const outcomes = await books.race(calls)
    expect(told(await books.log(mark))).toEqual(told(postingsOf(accepted(calls, outcomes))))
  }),

  law("append-only: neither journals nor postings nor accounts can be changed or deleted", history(), async (books, drawn, mark) => {
    await books.race(journalsOf(mark, [[{ what: "fund", hold: 1, minor: 9, currency: "irr" }], ...drawn]))
    const before = await everything(books, mark)
    for (const statement of [
      `update ledger_journal set reason = 'other' where key like '%${mark}%'`, `delete from ledger_journal where key like '%${mark}%'`,
      `update ledger_posting set amount = amount + 1 where to_account like '%${mark}%'`, `delete from ledger_posting where to_account like '%${mark}%'`,
      `update ledger_account set balance = balance + 1 where name like '%${mark}%' and balance is not null`, `delete from ledger_account where name like '%${mark}%'`,
    ]) await expect(books.rows(statement)).rejects.toThrow(/append-only/)
    expect(await everything(books, mark)).toEqual(before)
  }),

  law("a duplicate is a no-op, and the same key with other content is refused", history(), async (books, drawn, mark) => {
    const calls = journalsOf(mark, drawn)
    const outcomes = await books.race(calls)
    const before = await everything(books, mark)
    const known = accepted(calls, outcomes)
    for (const journal of known) {
      expect(await books.post([journal])).toEqual({ posted: [{ key: journal.key, posted: false }] })
      const other = { ...journal, postings: journal.postings.map((posting) => ({ ...posting, amount: { ...posting.amount, minor: posting.amount.minor + 1 } })) }
      expect(await books.post([other])).toMatchObject({ refused: "journal_key_reused" })
    }
    expect((await books.post(known)).posted.every(({ posted }) => !posted)).toBe(true)
    expect(await everything(books, mark)).toEqual(before)
  }),

  law("concurrent duplicates collapse: of many who post the same, one is told that it was new", minors, async (books, drawn, mark) => {
    const journals = drawn.map((minor, i) => fund(mark, String(i), minor))
    const outcomes = await books.race([0, 1, 2, 3, 4, 5].map((by) => shuffled(journals, by)))
    const fresh = outcomes.flatMap(({ posted }) => posted).filter(({ posted }) => posted).map(({ key }) => key)
    expect(fresh.sort()).toEqual(journals.map(({ key }) => key).sort())
    expect(outcomes.every(({ refused, posted }) => refused === undefined && posted.length === journals.length)).toBe(true)
    expect(await books.kept(mark)).toEqual(keptOnly(fold(postingsOf(journals))))
  }),

  law("no lost update on a hot account: whatever many writers add at once is there", minors, async (books, drawn, mark) => {
    await books.race(drawn.map((minor, i) => [fund(mark, String(i), minor)]))
    expect((await books.kept(mark)).get(holdOf(mark))).toBe(BigInt(drawn.reduce((all, minor) => all + minor, 0)))
  }),

  law("value is conserved: all accounts of a currency together are nothing", history(), async (books, drawn, mark) => {
    await books.race(journalsOf(mark, drawn))
    const outside = await books.rows(
      `select currency, sum(case when to_account like 'suspense:%' then amount else -amount end) as minor from ledger_posting
       where $1 in (to_account, from_account) group by currency`, [names(mark).outside])
    for (const currency of ["irr", "usd"]) {
      const inside = [...(await books.kept(mark))].filter(([id]) => id.endsWith(currency)).reduce((all, [, minor]) => all + minor, 0n)
      const row = outside.find((each) => each.currency === currency)
      expect(inside + BigInt(String(row?.minor ?? 0))).toBe(0n)
    }
  }),

  law("a balance is the projection of its postings", history(), async (books, drawn, mark) => {
    await books.race(journalsOf(mark, drawn))
    expect(await books.kept(mark)).toEqual(keptOnly(fold(await books.log(mark))))
  }),

  law("the overdraft guard holds under drain: K17 no more goes out than came in, however many ask at once", minors, async (books, drawn, mark) => {
    const funds = drawn.reduce((all, minor) => all + minor, 0) / 2
    await books.post([fund(mark, "all", Math.ceil(funds))])
    const outcomes = await books.race(drawn.map((minor, i) => [release(mark, String(i), minor)]))
    const out = drawn.filter((_, i) => outcomes[i]?.refused === undefined).reduce((all, minor) => all + minor, 0)
    const left = (await books.kept(mark)).get(holdOf(mark)) ?? 0n
    expect([left >= 0n, left]).toEqual([true, BigInt(Math.ceil(funds) - out)])
    const asks = await books.race(drawn.map((minor, i) => [journalOf(mark, `ask.${i}`, { what: "reserve", hold: 1, minor: minor * 3, currency: "irr" })]))
    expect((await books.kept(mark)).get(`${names(mark).payable}/irr`) ?? 0n).toBeGreaterThanOrEqual(0n)
    expect(asks.every(({ refused }) => refused === undefined || refused === "account_overdrawn")).toBe(true)
  }),

  law("no precision drift: sums are exact up to the largest safe integer", fc.array(fc.integer({ min: 1, max: 2 ** 46 }), { minLength: 2, maxLength: 20 }), async (books, drawn, mark) => {
    await books.race(drawn.map((minor, i) => [fund(mark, String(i), minor)]))
    const sum = drawn.reduce((all, minor) => all + BigInt(minor), 0n)
    await books.post([fund(mark, "rest", Number(BigInt(Number.MAX_SAFE_INTEGER) - sum))])
    expect((await books.kept(mark)).get(holdOf(mark))).toBe(BigInt(Number.MAX_SAFE_INTEGER))
    expect(await books.post([fund(mark, "one more", 1)])).toMatchObject({ refused: "money_out_of_range" })
    await books.race(drawn.map((minor, i) => [release(mark, String(i), minor)]))
    expect((await books.kept(mark)).get(holdOf(mark))).toBe(BigInt(Number.MAX_SAFE_INTEGER) - sum)
  }),

  law("no mixed currency: a journal has one, and a balance is of one", fc.tuple(moveOf(["irr"]), moveOf(["usd"]), history()), async (books, [one, other, drawn], mark) => {
    await books.race(journalsOf(mark, drawn))
    const before = await everything(books, mark)
    const journal = journalOf(mark, "mixed", { ...one, what: "earn" })
    const mixed = { ...journal, postings: [...journal.postings, ...journalOf(mark, "mixed", { ...other, what: "earn" }).postings] }
    expect(await books.post([mixed])).toMatchObject({ refused: "journal_mixed_currencies" })
    expect(await everything(books, mark)).toEqual(before)
    expect(await books.kept(mark)).toEqual(keptOnly(fold(await books.log(mark))))
  }),

  law("reversal, not deletion: journals and their mirrors leave nothing behind but themselves, even when the money had moved on", minors, async (books, drawn, mark) => {
    const journals = drawn.map((minor, i) => journalOf(mark, String(i), { what: "earn", hold: 1, minor, currency: "irr" }))
    const moveAll = (what: "reserve" | "withdraw") => journalOf(mark, what, { what, hold: 1, minor: drawn.reduce((all, minor) => all + minor, 0), currency: "irr" })
    await books.race(journals.map((journal) => [journal]))
    await books.post([moveAll("reserve")])
    const outcomes = await books.race(journals.map((journal) => [mirror(journal, "a mistake")]))
    await books.post([moveAll("withdraw")])
    expect(outcomes.every(({ posted }) => posted[0]?.posted)).toBe(true)
    expect([...(await books.kept(mark)).values()]).toEqual([0n, 0n])
    expect(new Set((await books.log(mark)).map(({ key }) => key)).size).toBe(2 * journals.length + 2)
  }),

  law("the state rebuilds from the log: its journals posted again elsewhere, under other names, lead to the same balances", history(), async (books, drawn, mark) => {
    await books.race(journalsOf(mark, drawn))
    const log = await books.log(mark)
    const again = newMark()
    const renamed = (text: string) => text.replace(mark, again)
    const replayed = [...new Set(log.map((row) => row.key))].map((key): Journal => ({
      key: renamed(key), kind: "capture_funded", reason: "again",
      postings: log.filter((row) => row.key === key).map(({ from, to, minor, currency }) => ({ from: renamed(from), to: renamed(to), amount: { minor, currency } })),
    }))
    await books.post(replayed)
    const rebuilt = new Map([...(await books.kept(again))].map(([id, minor]) => [id.replace(again, mark), minor]))
    expect(rebuilt).toEqual(await books.kept(mark))
  }),

  law("the order is monotonic for an account: read by number, its journals never take what is not there yet", minors, async (books, drawn, mark) => {
    await books.race(drawn.map((minor, i) => [i % 2 ? release(mark, String(i), minor) : fund(mark, String(i), minor)]))
    let running = 0
    let last = 0
    for (const { id, to, minor } of await books.log(mark)) {
      running += to === names(mark).hold(1) ? minor : -minor
      expect([id >= last, running >= 0]).toEqual([true, true])
      last = id
    }
  }),

  law("a refused journal's duplicate is not reported as applied", fc.tuple(history(), minors), async (books, [drawn, more], mark) => {
    const calls = journalsOf(mark, drawn.map((call): Move[] => [...call, { what: "release", hold: 3, minor: 1, currency: "irr" }]))
    const good = more.map((minor, i) => fund(mark, String(i), minor))
    const bad = [...good, release(mark, "too much", 41 * good.length)]
    const outcomes = await books.race([...calls, bad, bad, ...calls, bad])
    expect(outcomes.map(({ refused }) => refused)).toEqual(outcomes.map(() => "account_overdrawn"))
    expect(await books.log(mark)).toEqual([])
    expect(await books.post(good)).toEqual({ posted: good.map(({ key }) => ({ key, posted: true })) })
  }),
]
