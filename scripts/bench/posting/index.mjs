import { Failure, step } from "../../lib/messages.mjs"
import { createDatabase } from "../../lib/database.mjs"
import { isStopping } from "../../lib/stopping.mjs"
import { percentile } from "../figures.mjs"
import { benchPostgres, runFolder } from "../ground.mjs"
import { BATCH, batchAmong, journalAmong, openClients, prepare, readHot } from "./books.mjs"

const CLIENTS = 20
const settings = [
  { variable: "PASAJ_BENCH_ROUNDS", value: 7, least: 1, meaning: "turns of each way to post; the median counts" },
  { variable: "PASAJ_BENCH_MS", value: 1_500, least: 100, meaning: "milliseconds of each turn" },
]

function setting(name) {
  const { value, least } = settings.find(({ variable }) => variable === name)
  const given = Number(process.env[name] ?? value)
  if (Number.isInteger(given) && given >= least) return given
  throw new Failure(`${name}=${process.env[name]} is not a whole number from ${least} on.`, `Example: ${name}=${value}`)
}

/** Each client posts one after the other until the time is up. @returns transfers a second */
async function pace(clients, ms, transfers, post) {
  const from = performance.now()
  let done = 0
  await Promise.all(clients.map(async (client) => {
    while (performance.now() - from < ms && !isStopping()) {
      await post(client)
      done += transfers
    }
  }))
  return (done * 1000) / (performance.now() - from)
}

/** The ways to post, by name: one client for batches, twenty for single transfers, each call a transaction of its own. */
const ways = (clients, ms) => {
  const [first] = clients
  const batches = (how, accounts, hot) => () => pace([first], ms, BATCH, (client) => client[how](batchAmong(accounts, hot)))
  const single = (accounts, hot) => () => pace(clients, ms, 1, (client) => client.ours([journalAmong(accounts, hot)]))
  const usual = (accounts) => () => pace(clients, ms, 1, (client) => client.usual(journalAmong(accounts)))
  return {
    floor: batches("floor", 50), batches50: batches("ours", 50), batches10: batches("ours", 10), batchesHot: batches("ours", 50, true),
    usual50: usual(50), usual10: usual(10), single50: single(50), single10: single(10), singleHot: single(50, true),
  }
}

/** Every way in turn, round by round, so that a slow minute of the machine is everybody's. @returns the medians */
async function measure(all, rounds) {
  const paces = new Map(Object.keys(all).map((name) => [name, []]))
  for (let round = 0; round < rounds && !isStopping(); round += 1) {
    for (const [name, samples] of paces) samples.push(await all[name]())
  }
  return Object.fromEntries([...paces].map(([name, samples]) => [name, percentile(samples, 0.5)]))
}

const figure = (name, ours, baseline, least) => ({
  name, least, ours: Math.round(ours), baseline: Math.round(baseline), ratio: Number((ours / baseline).toFixed(3)), unit: "transfers/s",
})

/**
 * How many transfers a second the ledger takes, beside the usual method and beside what Postgres itself can write. What
 * stands to the right of a ratio is the least that is promised.
 */
export const posting = {
  name: "posting",
  about: "Journals in batches of 500 and one a call, against one SQL function call a transfer and against bare inserts.",
  settings,
  async run({ logs }) {
    const [rounds, ms] = [setting("PASAJ_BENCH_ROUNDS"), setting("PASAJ_BENCH_MS")]
    let url, all, found, clients, reading
    await step("Postgres with its default settings", async () => {
      const postgres = await benchPostgres(runFolder(), logs, [])
      await createDatabase(postgres.url("postgres"), "posting")
      url = postgres.url("posting")
      await prepare(url)
    })
    await step("warm", async () => {
      clients = await openClients(url, CLIENTS)
      await measure(ways(clients, 300), 1)
      await clients[0].run("vacuum (analyze)")
      all = ways(clients, ms)
    })
    await step(`${rounds} rounds`, async () => {
      found = await measure(all, rounds)
      await clients[0].run("vacuum (analyze)")
      reading = await readHot(clients[0])
    })
    return [
      figure("batches of 500, over the usual method, 50 accounts", found.batches50, found.usual50, 8),
      figure("batches of 500, over the usual method, 10 accounts", found.batches10, found.usual10, 8),
      figure("batches of 500, of the raw floor", found.batches50, found.floor, 0.5),
      figure("one journal a call, over the usual method, 50 accounts", found.single50, found.usual50, 1),
      figure("one journal a call, over the usual method, 10 accounts", found.single10, found.usual10, 1),
      figure("one hot account, batches of 500, of the same without", found.batchesHot, found.batches50, 0.8),
      figure("one hot account, one journal a call, of the same without", found.singleHot, found.single50, 0.8),
      {
        name: `reading the hot account, checkpointed, against adding up its ${reading.postings} postings`,
        ours: Number(reading.tail.toFixed(2)), baseline: Number(reading.all.toFixed(2)), ratio: Number((reading.tail / reading.all).toFixed(3)), unit: "ms",
      },
    ]
  },
}
