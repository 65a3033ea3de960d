import { join } from "node:path"

import { Failure, step } from "../../lib/messages.mjs"
import { root } from "../../lib/paths.mjs"
import { isStopping } from "../../lib/stopping.mjs"
import { figuresOf } from "../figures.mjs"
import { benchPostgres, openServer, plainApp, runFolder } from "../ground.mjs"
import { buyOnBoth, parts } from "./cart.mjs"
import { prepare } from "./data.mjs"
import { client } from "./store-client.mjs"
import { openWatch } from "./watch.mjs"

const SIZES = [1, 3, 10]
/** The just-in-time compiler and Postgres' caches need this many rounds before times stand still. */
const WARM_UP = 4
/** What a round and the end take, at most, on a busy machine. */
const LAST_ROUND_MS = 15_000

const settings = [
  { variable: "PASAJ_BENCH_SHOPS", value: 150_000, least: 10, meaning: "shops in our database" },
  { variable: "PASAJ_BENCH_ROUNDS", value: 60, least: 1, meaning: "carts of each size on each server" },
  { variable: "PASAJ_BENCH_MINUTES", value: 8, least: 1, meaning: "after which no more carts are begun, setting up included" },
]

function setting(name) {
  const { value, least } = settings.find(({ variable }) => variable === name)
  const given = Number(process.env[name] ?? value)
  if (Number.isInteger(given) && given >= least) return given
  throw new Failure(`${name}=${process.env[name]} is not a whole number from ${least} on.`, `Example: ${name}=${value}`)
}

/** Two Medusa servers with the same goods, one with the plugin and its shops, the other without. */
async function open(logs) {
  const shops = setting("PASAJ_BENCH_SHOPS")
  const log = (name) => join(logs, `${name}.log`)
  const home = runFolder()
  const plain = plainApp(home)
  let postgres, goods, ours, baseline
  await step("throw-away Postgres", async () => {
    postgres = await benchPostgres(home, logs)
  })
  await step(`the same goods in two databases, ${shops} shops in ours`, async () => {
    goods = await prepare(postgres, { plain, home, shops, log })
  })
  await step("two servers", async () => {
    ours = await openServer({ cwd: root, databaseUrl: postgres.url("ours"), log: log("ours") })
    baseline = await openServer({ cwd: plain, databaseUrl: postgres.url("plain"), log: log("baseline") })
  })
  const watch = await openWatch(postgres)
  const server = (name, url) => ({ name, ...client(url, goods.publishable_key) })
  return { goods, watch, servers: [server("ours", ours), server("baseline", baseline)] }
}

/** One cart of each size on both servers; who goes first changes from round to round. */
async function buyAll({ goods, watch, servers }, round) {
  const pair = round % 2 ? [...servers].reverse() : servers
  const bought = {}
  for (const size of SIZES) bought[size] = await buyOnBoth(pair, goods, size, watch)
  return bought
}

/** Rounds until there are enough of them or the time (by the process' own clock) is up, whichever is first. */
async function measure(ground, rounds, endMs) {
  const done = []
  const goOn = () => done.length === 0 || (done.length < rounds && performance.now() < endMs)
  while (goOn() && !isStopping()) done.push(await buyAll(ground, done.length))
  return done
}

function figures(size, carts) {
  const shops = size === 1 ? "1 shop" : `${size} shops`
  const of = (server, part) => carts.map((cart) => cart[server][part])
  return [
    ...parts.flatMap((part) => figuresOf(`${part}, ${shops}`, of("ours", part), of("baseline", part))),
    ...figuresOf(`after-work, ${shops}`, of("ours", "after-work")),
  ]
}

/**
 * What a shopper of an arcade waits longer than one of plain Medusa: every request of a cart from 1, 3 and 10 shops, over
 * HTTP. `after-work` is what we do once the order stands, from the answer to the last hold; nobody waits for it.
 */
export const checkout = {
  name: "checkout",
  about: "A cart of 1, 3 and 10 shops against the same cart in Medusa without the plugin.",
  settings,
  target: 1.1,
  async run({ logs }) {
    const rounds = setting("PASAJ_BENCH_ROUNDS")
    const endMs = setting("PASAJ_BENCH_MINUTES") * 60_000 - LAST_ROUND_MS
    const ground = await open(logs)
    await step("warm", async () => {
      await measure(ground, WARM_UP, endMs)
      await ground.watch.analyse()
    })
    let bought = []
    await step("carts bought on both servers:", async () => {
      bought = await measure(ground, rounds, endMs)
      return `${bought.length} of each size`
    })
    return SIZES.flatMap((size) => figures(size, bought.map((round) => round[size])))
  },
}
