import { join } from "node:path"

import { Failure, step } from "../../lib/messages.mjs"
import { root } from "../../lib/paths.mjs"
import { isStopping } from "../../lib/stopping.mjs"
import { prepare } from "../checkout/data.mjs"
import { client } from "../checkout/store-client.mjs"
import { figuresOf } from "../figures.mjs"
import { benchPostgres, openServer, plainApp, runFolder } from "../ground.mjs"
import { LARGE, multiplyGoods, openLargeShop } from "./data.mjs"
import { stopLargeShop } from "./stop.mjs"

const WARM_UP = 10
const PAGE = 20

const settings = [
  { variable: "PASAJ_BENCH_SHOPS", value: 150_000, least: 100, meaning: "shops in our database" },
  { variable: "PASAJ_BENCH_PRODUCTS", value: 10_000, least: 100, meaning: "products of the shop that stops, and of plain Medusa" },
  { variable: "PASAJ_BENCH_ROUNDS", value: 200, least: 1, meaning: "requests of each kind on each server" },
]

function setting(name) {
  const { value, least } = settings.find(({ variable }) => variable === name)
  const given = Number(process.env[name] ?? value)
  if (Number.isInteger(given) && given >= least) return given
  throw new Failure(`${name}=${process.env[name]} is not a whole number from ${least} on.`, `Example: ${name}=${value}`)
}

async function open(logs, products) {
  const log = (name) => join(logs, `${name}.log`)
  const home = runFolder()
  const plain = plainApp(home)
  const shops = setting("PASAJ_BENCH_SHOPS")
  let postgres, goods, ours, baseline
  await step("throw-away Postgres", async () => {
    postgres = await benchPostgres(home, logs)
  })
  await step(`${products} products in two databases, ${shops} shops in ours`, async () => {
    goods = await prepare(postgres, { plain, home, shops, log, stock: multiplyGoods(products) })
    await openLargeShop(postgres.url("ours"), products)
  })
  await step("two servers", async () => {
    ours = await openServer({ cwd: root, databaseUrl: postgres.url("ours"), log: log("ours") })
    baseline = await openServer({ cwd: plain, databaseUrl: postgres.url("plain"), log: log("baseline") })
  })
  const server = (name, url) => ({ name, ...client(url, goods.publishable_key) })
  return { goods, url: postgres.url("ours"), servers: [server("ours", ours), server("baseline", baseline)] }
}

/** What is asked of us, and the list of plain Medusa's with as many rows that it is compared with. */
function questions({ region_id }) {
  const list = `/store/products?limit=${PAGE}&fields=id,title,handle,thumbnail`
  const priced = `/store/products?limit=${PAGE}&region_id=${region_id}`
  const shops = (more = "") => `/store/shops?limit=${PAGE}${more}`
  return [
    ["shops, newest", shops(), list],
    ["shops, by name", shops("&sort=name"), list],
    ["shops, by score", shops("&sort=score"), list],
    ["shops of a guild, by score", shops("&guild=guild-7&sort=score"), list],
    ["shops by a rare word", shops(`&q=${encodeURIComponent("انبار")}`), list],
    ["shops by a word of all", shops(`&q=${encodeURIComponent("فروشگاه")}`), list],
    ["a shop's products, with prices", `/store/shops/${LARGE.handle}/products?limit=${PAGE}&region_id=${region_id}`, priced],
    ["all products, with prices", priced, priced],
  ]
}

/** Each request goes to both servers, one after the other; who goes first changes from round to round. */
async function ask({ servers }, [, ours, baseline], rounds) {
  const paths = { ours, baseline }
  const times = { ours: [], baseline: [] }
  for (let round = 0; round < rounds && !isStopping(); round += 1) {
    for (const server of round % 2 ? [...servers].reverse() : servers) times[server.name].push((await server.get(paths[server.name])).ms)
  }
  return times
}

/**
 * The arcade as buyers browse it, beside plain Medusa's own product list of the same length: lists of shops, one shop's
 * products, and Medusa's own list with our guard in front. Then a shop with thousands of products stops.
 */
export const shops = {
  name: "shops",
  about: "Lists of shops and of a shop's products against a plain product list; and a large shop that stops.",
  settings,
  target: 1.2,
  async run({ logs }) {
    const rounds = setting("PASAJ_BENCH_ROUNDS")
    const products = setting("PASAJ_BENCH_PRODUCTS")
    const ground = await open(logs, products)
    const asked = questions(ground.goods)
    const figures = []
    await step("lists on both servers", async () => {
      for (const question of asked) await ask(ground, question, WARM_UP)
      for (const question of asked) {
        const { ours, baseline } = await ask(ground, question, rounds)
        figures.push(...figuresOf(question[0], ours, baseline))
      }
    })
    await step(`a shop with ${products} products stops`, async () => {
      const { work_ms, ours, baseline } = await stopLargeShop(ground.url, ground.servers, ground.goods, products)
      figures.push(...figuresOf("add to cart meanwhile", ours, baseline), { name: "from the stop to the last draft", ours: Math.round(work_ms), baseline: 0, ratio: null, unit: "ms" })
    })
    return figures
  },
}
