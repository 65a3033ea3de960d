import fc from "fast-check"
import { Client, Pool } from "pg"

import { emptyDatabase, type Database } from "../../../../integration-tests/support/database"
import { postWithin } from "../../../adapters/ledger"
import { addToInstant } from "../../../domain/calendar"
import { driftedCheckpoints, writeCheckpoints } from "../checkpoints"
import { balancesAt, balancesWhere, entriesOf } from "../reads"
import { ledgerSql, managerOver } from "./books"
import { fold, history, journalsOf, moveOf, names, newMark, postingsOf } from "./histories"
import { at, fund, irr, release } from "./sentences"

jest.setTimeout(60_000)

const minutes = (count: number) => addToInstant(at, { ms: count * 60_000 })
const gateway = "gateway:pp_test"

describe("reading the books", () => {
  let database: Database
  let pool: Pool
  beforeAll(async () => {
    database = await emptyDatabase()
    pool = new Pool({ connectionString: database.url, max: 4 })
    pool.on("error", () => undefined) // an idle connection is cut when the database is dropped
    await pool.query(ledgerSql())
  })
  afterAll(async () => {
    await pool?.end()
    await database?.drop()
  })

  const books = () => managerOver(pool)
  const balanceOf = async (name: string) => (await balancesWhere(books(), "a.name = ?", [name]))[0]?.minor
  const checkpoint = async () => {
    const client = await pool.connect()
    try {
      await client.query("begin")
      const written = await writeCheckpoints(managerOver(client))
      await client.query("commit")
      return written
    } finally {
      client.release()
    }
  }
  const checkpoints = async () => (await pool.query<{ account_id: string }>("select account_id from ledger_checkpoint order by 1")).rows.map((row) => row.account_id)
  let batches = 0
  /** A thousand journals of one unit each into a hold. */
  const thousand = () => {
    batches += 1
    return Array.from({ length: 1_000 }, (_, i) => fund(`many${batches}.${i}`, "many", irr(1)))
  }

  test("a checkpoint waits for a long tail, and for every transaction that could still add a journal before it", async () => {
    await checkpoint()
    await postWithin(books(), [fund("few", "few", irr(7))], at)
    expect([await checkpoint(), await checkpoint()]).toEqual([0, 0])
    await postWithin(books(), thousand(), at)

    const late = new Client({ connectionString: database.url })
    await late.connect()
    await late.query("begin")
    await postWithin({ execute: async <Row>(text: string, params: unknown[] = []) => {
      let i = 0
      return (await late.query(text.replace(/\?/g, () => `$${(i += 1)}`), params)).rows as Row[]
    } }, [fund("late", "late", irr(5))], at)
    await postWithin(books(), [fund("after", "after", irr(3))], at)
    expect([await checkpoint(), await checkpoint(), await checkpoints()]).toEqual([0, 0, []])
    expect(await balanceOf(gateway)).toBe(-1_010)
    await late.query("commit")
    await late.end()

    expect([await checkpoint(), await checkpoint()].reduce((all, each) => all + each, 0)).toBe(1)
    expect(await checkpoints()).toEqual(["gateway:pp_test/irr"])
    expect(await balanceOf(gateway)).toBe(-1_015)
  })

  test("of two processes one writes the checkpoints; what is read stays the same, and a wrong one is found", async () => {
    await postWithin(books(), thousand(), at)
    await checkpoint()
    const before = await balanceOf(gateway)
    const written = await Promise.all([checkpoint(), checkpoint(), checkpoint()])
    expect(written.reduce((all, each) => all + each, 0)).toBe(1)
    expect(await balanceOf(gateway)).toBe(before)
    expect((await pool.query(driftedCheckpoints)).rows).toEqual([])
    await expect(pool.query("update ledger_checkpoint set balance = 0")).rejects.toThrow(/append-only/)
    await pool.query("insert into ledger_checkpoint (account_id, journal_id, balance) values ('gateway:pp_test/irr', 3, 1)")
    expect((await pool.query(driftedCheckpoints)).rows).toEqual([{ id: "gateway:pp_test/irr" }])
    await pool.query("alter table ledger_checkpoint disable trigger user; delete from ledger_checkpoint where journal_id = 3; alter table ledger_checkpoint enable trigger user")
  })

  test("a range of an open account's history runs on from the checkpoint before it", async () => {
    const newest = await entriesOf(books(), gateway, { limit: 3 })
    expect(newest.map((entry) => entry.balance_minor)).toEqual([0, 1, 2].map((less) => ((newest[0]?.balance_minor ?? 0) + less)))
    expect(newest[0]?.balance_minor).toBe(await balanceOf(gateway))
    const range = await entriesOf(books(), gateway, { limit: 200, before: newest[0]?.journal_id, after: newest[2]?.journal_id })
    expect(range).toEqual([newest[1]])
  })

  test("balances at a past moment go by when things occurred, not by when they were posted", async () => {
    await postWithin(books(), [fund("then", "then", irr(100))], minutes(10))
    await postWithin(books(), [release("then", "then", irr(30))], minutes(30))
    await postWithin(books(), [fund("told late", "then", irr(5))], minutes(20))
    const hold = async (minute: number) => (await balancesAt(books(), ["hold:then"], minutes(minute))).map((each) => each.minor)
    expect([await hold(9), await hold(10), await hold(20), await hold(29), await hold(30), await hold(99)]).toEqual([[0], [100], [105], [105], [75], [75]])
    const [before] = await balancesAt(books(), [gateway], minutes(15))
    expect(before?.minor).toBe((await balanceOf(gateway) ?? 0) + 5)
    const [late] = await entriesOf(books(), "hold:then", { limit: 1 })
    expect(late).toMatchObject({ occurred_at: minutes(20), balance_minor: 75 })
    expect((late?.recorded_at ?? "") > minutes(0)).toBe(true)
  })

  test("law: read page by page, the running balance of an account ends at its balance and each step is its posting", async () => {
    await fc.assert(fc.asyncProperty(history(moveOf()), fc.integer({ min: 1, max: 5 }), async (drawn, limit) => {
      const mark = newMark()
      const accepted = []
      for (const call of journalsOf(mark, drawn)) {
        if (await postWithin(books(), call, at).then(() => true, () => false)) accepted.push(...call)
      }
      for (const [id, minor] of fold(postingsOf(accepted))) {
        const [name = "", currency] = id.split("/")
        const all = []
        for (let page = await entriesOf(books(), name, { limit }); page.length > 0; page = await entriesOf(books(), name, { limit, before: page.at(-1)?.journal_id })) all.push(...page)
        let running = 0
        for (const entry of all.reverse().filter((each) => each.currency === currency)) {
          running += entry.to === name ? entry.minor : -entry.minor
          expect(entry.balance_minor).toBe(running)
        }
        expect(BigInt(running)).toBe(minor)
        expect((await balancesWhere(books(), "a.id = ?", [id]))[0]?.minor).toBe(running)
      }
      expect(await entriesOf(books(), names(mark).hold(9), { limit })).toEqual([])
    }), { numRuns: 15 })
  })
})
