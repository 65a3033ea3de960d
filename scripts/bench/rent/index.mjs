import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

import { createDatabase } from "../../lib/database.mjs"
import { Failure, step } from "../../lib/messages.mjs"
import { root } from "../../lib/paths.mjs"
import { percentile } from "../figures.mjs"
import { benchPostgres, runFolder } from "../ground.mjs"
import { AT, counted, fill, prepare } from "./market.mjs"

const run = promisify(execFile)
const runner = fileURLToPath(new URL("./runner.mjs", import.meta.url))
const CHUNK = 500
const PROMISED_SECONDS = 15

const settings = [
  { variable: "PASAJ_BENCH_LEASES", value: 150_000, least: 100, meaning: "leases in the large market" },
  { variable: "PASAJ_BENCH_FEW", value: 10_000, least: 100, meaning: "leases in the small market" },
  { variable: "PASAJ_BENCH_DUE", value: 5_000, least: 4, meaning: "leases that are due, in each" },
  { variable: "PASAJ_BENCH_TURNS", value: 3, least: 1, meaning: "how often each market is opened and run" },
]

function setting(name) {
  const { value, least } = settings.find(({ variable }) => variable === name)
  const given = Number(process.env[name] ?? value)
  if (Number.isInteger(given) && given >= least) return given
  throw new Failure(`${name}=${process.env[name]} is not a whole number from ${least} on.`, `Example: ${name}=${value}`)
}

/** A market of its own, run once, and proven to be done. @returns what the process says */
async function turn(postgres, name, leases, due) {
  const { default: pg } = await import("pg")
  await createDatabase(postgres.url("postgres"), name)
  const url = postgres.url(name)
  await prepare(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { part, renewed } = await fill(client, leases, due)
  await client.query("vacuum (analyze)")
  await client.end()
  const said = JSON.parse((await run(process.execPath, [runner, url, AT, String(CHUNK)], { cwd: root })).stdout)
  const [left, wanted] = [await counted(url), { lapsed: part, ended: part, renewed, unreminded: 0, earned: 1 }]
  if (JSON.stringify(left) !== JSON.stringify(wanted)) throw new Failure(`The run left ${JSON.stringify(left)}, and not ${JSON.stringify(wanted)}.`)
  return said
}

const figure = (name, ours, baseline, unit, promise) => ({
  name, ...promise, ours: Number(ours.toFixed(1)), baseline: Number(baseline.toFixed(1)), ratio: Number((ours / baseline).toFixed(3)), unit,
})

/**
 * What a day's rent run costs: it must follow what is due, and not how many leases there are. A small and a large market take
 * turns on one server. Only earning reads every lease that earns, once a day.
 */
export const rent = {
  name: "rent",
  about: "A day's rent run: leases that lapse, end, are reminded of or renewed from the balance, and the day's rent in one journal.",
  settings,
  async run({ logs }) {
    const [leases, few, due, turns] = settings.map(({ variable }) => setting(variable))
    let postgres
    await step("Postgres", async () => {
      postgres = await benchPostgres(runFolder(), logs)
    })
    const each = { small: [], large: [] }
    for (let at = 0; at < turns; at += 1) {
      for (const [name, count] of [["small", few], ["large", leases]]) {
        await step(`${count} leases, ${due} of them due`, async () => {
          each[name].push(await turn(postgres, `${name}_${at}`, count, Math.min(due, few)))
        })
      }
    }
    const median = (name, of) => percentile(each[name].map(of), 0.5)
    const moving = ({ times }) => times.remind + times.renew + times.end
    return [
      figure("the run, of the promised 15 s", median("large", ({ ms }) => ms), PROMISED_SECONDS * 1000, "ms", { most: 1 }),
      figure("what is due, many leases over few", median("large", moving), median("small", moving), "ms", { most: 1.25 }),
      figure("earning the day, many leases over few", median("large", ({ times }) => times.earn), median("small", ({ times }) => times.earn), "ms"),
      figure("memory, of 300 MB", median("large", ({ most }) => most), 300, "MB", { most: 1 }),
    ]
  },
}
