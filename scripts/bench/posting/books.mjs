import { readFileSync } from "node:fs"

import { load } from "../../docs/source.mjs"
import { atEnd } from "../../lib/command.mjs"
import { query } from "../../lib/database.mjs"
import { makeTables } from "../modules.mjs"

/** How many journals a batch has. */
export const BATCH = 500
const FUNDS = 1_000_000_000_000

/** The tables for a bare insert: those of the ledger with their columns, keys and indexes, without triggers and functions. */
const floorTables = `
  create table floor_journal (like ledger_journal including all);
  create table floor_posting (like ledger_posting including all);`

const floorInsert = `
  with journals as (
    insert into floor_journal (id, key, kind, reason, overdraws, occurred_at) overriding system value
    select id, key, kind, reason, overdraws, $9::timestamptz
    from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::boolean[]) as j(id, key, kind, reason, overdraws)
  )
  insert into floor_posting (journal_id, position, from_account, to_account, currency, amount)
  select id, 1, f, t, 'irr', minor from unnest($1::bigint[], $6::text[], $7::text[], $8::bigint[]) as p(id, f, t, minor)`

let made = 0
/** A journal between two of `accounts` guarded accounts, or from the one account that everybody touches. */
export function journalAmong(accounts, hot = false) {
  made += 1
  const from = made % accounts
  const to = (from + 1 + (made % (accounts - 1))) % accounts
  const posting = { from: hot ? "gateway:hot" : `hold:bench${from}`, to: `hold:bench${to}`, amount: { minor: 1 + (made % 9), currency: "irr" } }
  return { key: `parcel:bench${made}:release`, kind: "parcel_released", reason: "consent", postings: [posting] }
}
export const batchAmong = (accounts, hot) => Array.from({ length: BATCH }, () => journalAmong(accounts, hot))

/** Makes the database of both ways, with 50 funded accounts each. */
export async function prepare(url) {
  await makeTables(url, ["ledger"])
  await query(url, floorTables)
  await query(url, readFileSync(new URL("./usual.sql", import.meta.url), "utf8"))
  const { one, close } = await connect(url)
  await one.ours(Array.from({ length: 50 }, (_, i) => ({
    key: `capture:bench${i}:fund`, kind: "capture_funded", reason: "bench",
    postings: [{ from: "suspense:bench", to: `hold:bench${i}`, amount: { minor: FUNDS, currency: "irr" } }],
  })))
  await close()
}

/** The statement with `$1` for its first `?`, as the driver wants it. */
const texts = new Map()
function numbered(sql) {
  let i = 0
  if (!texts.has(sql)) texts.set(sql, sql.replace(/\?/g, () => `$${(i += 1)}`))
  return texts.get(sql)
}

/** Opens `count` connections. @returns for each: `ours(journals)`, `usual(journal)`, `floor(journals)`, one transaction each */
async function connect(url) {
  const { default: pg } = await import("pg")
  const { postWithin } = load("src/adapters/ledger.ts")
  const client = new pg.Client({ connectionString: url })
  client.on("error", () => {}) // the server is gone when the run is being stopped
  await client.connect()
  const at = new Date().toISOString()
  const manager = { execute: async (sql, params) => (await client.query(numbered(sql), params)).rows }
  return {
    one: {
      ours: (journals) => postWithin(manager, journals, at),
      usual: ({ postings: [{ from, to, amount }] }) => client.query("select usual_transfer($1, $2, $3)", [from, to, amount.minor]),
      floor: (journals) => client.query(floorInsert, floorColumns(journals, at)),
      run: (sql, params) => client.query(sql, params),
    },
    close: () => client.end().catch(() => {}),
  }
}

/**
 * Reads the account that everybody touched, from all of its postings and then from its latest checkpoint.
 * @returns milliseconds of each, and how many postings there are
 */
export async function readHot(client) {
  const { balancesWhere } = load("src/modules/ledger/reads.ts")
  const { writeCheckpoints } = load("src/modules/ledger/checkpoints.ts")
  const manager = { execute: async (sql, params = []) => (await client.run(numbered(sql), params)).rows }
  const read = async () => {
    const from = performance.now()
    const [{ minor }] = await balancesWhere(manager, "a.name = ?", ["gateway:hot"])
    return { ms: performance.now() - from, minor }
  }
  const fastest = async () => {
    const turns = []
    for (let i = 0; i < 5; i += 1) turns.push(await read())
    return turns.sort((one, other) => one.ms - other.ms)[0]
  }
  const all = await fastest()
  for (const sql of ["begin", "checkpoint", "commit", "begin", "checkpoint", "commit"]) await (sql === "checkpoint" ? writeCheckpoints(manager) : client.run(sql))
  const tail = await fastest()
  if (all.minor !== tail.minor) throw new Error("The checkpoint is wrong.")
  const { rows } = await client.run("select count(*)::int as postings from ledger_posting where from_account = 'gateway:hot'")
  return { all: all.ms, tail: tail.ms, postings: rows[0].postings }
}

let floorIds = 0
const floorColumns = (journals, at) => {
  const posted = journals.map(({ postings: [posting] }) => posting)
  return [
    journals.map(() => (floorIds += 1)), journals.map(({ key }) => key), journals.map(({ kind }) => kind), journals.map(({ reason }) => reason),
    journals.map(() => false), posted.map(({ from }) => from), posted.map(({ to }) => to), posted.map(({ amount }) => amount.minor), at,
  ]
}

/** Opens connections that are closed when the run ends. */
export async function openClients(url, count) {
  const opened = await Promise.all(Array.from({ length: count }, () => connect(url)))
  atEnd(() => Promise.all(opened.map(({ close }) => close())))
  return opened.map(({ one }) => one)
}
