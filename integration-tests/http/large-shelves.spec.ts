import { eventually, memberOf, operatorOf, visitorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(300_000)

/** A request makes so many drafts itself; the rest is the duty's. */
const BATCH = 50
const HEADER = "Handle,Title,Body (HTML),Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode,Image Src"

let arcade: Arcade
let operator: Client
let owner: Client
let large: string
let others: string[]

/** The server runs no jobs by itself, so that what a request did is seen before a duty goes on. */
beforeAll(async () => {
  arcade = await openArcade({ env: { MEDUSA_WORKER_MODE: "server" } })
  operator = await operatorOf(arcade)
  const shops = arcade.seed.merchants.flatMap((merchant, index) => merchant.shops.map(({ id }) => ({ id, index }))).sort((a, b) => (a.id < b.id ? -1 : 1))
  large = shops[0]?.id ?? "none"
  others = shops.slice(1).map(({ id }) => id)
  owner = await memberOf(arcade, shops[0]?.index ?? 0)
  await arcade.sql("update pasaj_shop set product_limit = null, image_limit = null where id = $1", [large])
  const rows = Array.from({ length: 2 * BATCH }, (_, i) => `crate-${i},Crate ${i},,true,Title,Default Title,CRATE-${i},1,3.25,,`)
  const { status } = await owner.call("POST", `/merchant/shops/${large}/imports`, { csv: [HEADER, ...rows].join("\n"), currency: "irr", rate: "420000", rounding_minor: 10_000 })
  expect(status).toBe(201)
  await runDuties()
})
afterAll(() => arcade?.stop())

const published = async (shops: string[]) =>
  Number((await arcade.sql<{ n: string }>("select count(*) as n from shop_product s join product p on p.id = s.product_id where s.shop_id = any($1) and p.status = 'published'", [shops]))[0]?.n)
const now = async () => (await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")).body.clock.now
const runDuties = async () => operator.call("POST", "/admin/clock", { advance_to: new Date(Date.parse(await now()) + 60_000).toISOString() })
const listed = async () => (await visitorOf(arcade).call<{ products: { title: string }[] }>("GET", "/store/products?q=Crate&limit=100")).body.products.length

test("K12 a large shop that goes on vacation, and comes back, keeps its caller waiting for one batch; buyers see none of it meanwhile", async () => {
  const all = await published([large])
  expect([all > 2 * BATCH, await listed()]).toEqual([true, 2 * BATCH])
  const gone = await owner.call<{ shop: { status: string } }>("POST", `/merchant/shops/${large}/vacation`, { from_on: (await now()).slice(0, 10) })
  expect(gone).toMatchObject({ status: 200, body: { shop: { status: "on_vacation" } } })
  // The duty comes every few seconds by itself: it may be at work between any two of these lines.
  expect(await published([large])).toBeLessThanOrEqual(all - BATCH)
  expect(await listed()).toBe(0)
  await runDuties()
  await eventually(() => published([large]), (left) => left === 0)
  await owner.call("DELETE", `/merchant/shops/${large}/vacation`)
  expect(await published([large])).toBeGreaterThanOrEqual(BATCH)
  await runDuties()
  await eventually(async () => [await published([large]), await listed()], ([there, seen]) => there === all && seen === 2 * BATCH)
})

test("K12 shops that stop together take turns: the large one keeps none behind it waiting", async () => {
  await arcade.sql("update pasaj_shop set stops = array_append(stops, 'test')")
  await runDuties()
  await eventually(() => published([large, ...others]), (left) => left === 0)
  const last = async (ids: string[]) => (await arcade.sql<{ at: Date }>("select max(updated_at) as at from shop_product where shop_id = any($1)", [ids]))[0]?.at.getTime() ?? 0
  expect(await last(others)).toBeLessThan(await last([large]))
})
