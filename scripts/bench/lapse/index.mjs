import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

import { atEnd } from "../../lib/command.mjs"
import { createDatabase } from "../../lib/database.mjs"
import { Failure, step } from "../../lib/messages.mjs"
import { root } from "../../lib/paths.mjs"
import { percentile } from "../figures.mjs"
import { benchPostgres, runFolder } from "../ground.mjs"
import { counted, fill, floor, prepare } from "./market.mjs"

const run = promisify(execFile)
const sweeper = fileURLToPath(new URL("./sweeper.mjs", import.meta.url))
const CHUNK = 1_000
const TURNS = 5

const settings = [
  { variable: "PASAJ_BENCH_OPEN", value: 1_000_000, least: 1, meaning: "open windows that are not due, in the large market" },
  { variable: "PASAJ_BENCH_FEW", value: 10_000, least: 1, meaning: "the same in the small market" },
  { variable: "PASAJ_BENCH_DUE", value: 100_000, least: 10, meaning: "windows that are due" },
]

function setting(name) {
  const { value, least } = settings.find(({ variable }) => variable === name)
  const given = Number(process.env[name] ?? value)
  if (Number.isInteger(given) && given >= least) return given
  throw new Failure(`${name}=${process.env[name]} is not a whole number from ${least} on.`, `Example: ${name}=${value}`)
}

/** The hours at which a wave of windows is due; whoever sweeps at an hour finds that wave, and the ones before swept. */
const hour = (wave) => new Date(Date.UTC(2026, 0, 1, wave)).toISOString()
const NEVER = "2036-01-01T00:00:00.000Z"

/** A market in a database of its own: `waves` of due windows, then `open` ones that are not due. */
async function openMarket(postgres, name, waves, open) {
  const { default: pg } = await import("pg")
  await createDatabase(postgres.url("postgres"), name)
  const url = postgres.url(name)
  await prepare(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  let last = 0
  const ranges = []
  for (const [wave, count] of waves.entries()) {
    await fill(client, last + 1, last + count, hour(wave))
    ranges.push([last + 1, last + count])
    last += count
  }
  await fill(client, last + 1, last + open, NEVER)
  await client.query("vacuum (analyze)")
  atEnd(() => client.end().catch(() => {}))
  return { url, ranges, client }
}

const sweep = async (url, wave) => JSON.parse((await run(process.execPath, [sweeper, url, hour(wave + 1), String(CHUNK)], { cwd: root })).stdout)

/** Refuses figures of a sweep that has not done its work: every parcel, journal and line of history, once. */
async function proven({ url, ranges }, wave) {
  const [from, to] = ranges[wave]
  const count = to - from + 1
  const left = await counted(url, from, to)
  const wanted = { released: count, journals: count, history: 4 * count, unpaid: 0 }
  if (JSON.stringify(left) !== JSON.stringify(wanted)) throw new Failure(`The sweep left ${JSON.stringify(left)}, and not ${JSON.stringify(wanted)}.`)
}

/** How long a due window takes, in a sweep that has proven its work. @returns microseconds, and what the process says */
async function paced(market, wave) {
  const said = await sweep(market.url, wave)
  await proven(market, wave)
  return { ...said, each: (said.ms * 1000) / said.released }
}

const figure = (name, ours, baseline, unit, promise) => ({
  name, ...promise, ours: Number(ours.toFixed(1)), baseline: Number(baseline.toFixed(1)), ratio: Number((ours / baseline).toFixed(3)), unit,
})

/**
 * What a sweep of lapsed consents costs: it must follow what is due, and not what is open. The small and the large market
 * take turns on one server.
 */
export const lapse = {
  name: "lapse",
  about: "Consents that lapse, released with their journals and history: how many a second, and whether the open ones matter.",
  settings,
  async run({ logs }) {
    const [open, few, due] = ["PASAJ_BENCH_OPEN", "PASAJ_BENCH_FEW", "PASAJ_BENCH_DUE"].map(setting)
    const part = Math.ceil(due / 10)
    const parts = Array.from({ length: TURNS }, () => part)
    let postgres, small, large
    await step("Postgres", async () => {
      postgres = await benchPostgres(runFolder(), logs)
    })
    await step(`a market with ${few} open windows`, async () => {
      small = await openMarket(postgres, "small", parts, few)
    })
    await step(`a market with ${open} open windows`, async () => {
      large = await openMarket(postgres, "large", [...parts, due, part, part], open)
    })
    const each = new Map([[small, []], [large, []]])
    await step(`${part} due in each, ${TURNS} times`, async () => {
      for (const [wave] of parts.entries()) {
        for (const market of wave % 2 ? [small, large] : [large, small]) each.get(market).push((await paced(market, wave)).each)
      }
    })
    let whole, shared, bareMs
    await step(`${due} due`, async () => {
      whole = await paced(large, TURNS)
    })
    await step(`${part} due, two sweepers at once`, async () => {
      shared = await Promise.all([sweep(large.url, TURNS + 1), sweep(large.url, TURNS + 1)])
      await proven(large, TURNS + 1)
    })
    await step(`the rows of ${part} releases, written bare`, async () => {
      bareMs = await floor(large.client, ...large.ranges[TURNS + 2], CHUNK)
    })
    const median = (market) => percentile(each.get(market), 0.5)
    const pace = (whole.released * 1000) / whole.ms
    return [
      figure("released a second, over the promised 5,000", pace, 5_000, "parcels/s", { least: 1 }),
      figure("released a second, of the same rows written bare", pace, (part * 1000) / bareMs, "parcels/s"),
      figure("one due window, many open over few open", median(large), median(small), "µs", { most: 1.25 }),
      figure("memory above idle, of 300 MB", whole.most - whole.idle, 300, "MB", { most: 1 }),
      figure("two sweepers, the busier one's share", Math.max(...shared.map(({ released }) => released)), part, "parcels"),
    ]
  },
}
