import { memberOf, newPersonOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(120_000)

type Shop = { id: string; merchant_id: string; guild: string; handle: string; status: string }

let arcade: Arcade
let member: Client
let other: Client

beforeAll(async () => {
  arcade = await openArcade()
  ;[member, other] = await Promise.all([memberOf(arcade, 0), memberOf(arcade, 1)])
})
afterAll(() => arcade?.stop())

const open = (handle: string, guild: string, as = member) =>
  as.call<{ shop: Shop }>("POST", "/merchant/shops", { handle: `${handle}-${process.pid}`, name: "A stall", guild, dispatch_address: "Tehran, Enqelab 1" })
const listed = async (query: string) => (await member.call<{ shops: Shop[] }>("GET", `/merchant/shops?${query}`)).body.shops

test("K12 one merchant opens shops in two guilds, and reads its shops page by page", async () => {
  const opened = [await open("books", "books"), await open("carpets", "carpets")]
  expect(opened.map(({ status, body }) => [status, body.shop.guild, body.shop.status])).toEqual([[201, "books", "draft"], [201, "carpets", "draft"]])
  expect(new Set(opened.map(({ body }) => body.shop.merchant_id)).size).toBe(1)

  const all = await listed("limit=200")
  expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(opened.map(({ body }) => body.shop.id)))
  const [first] = await listed("limit=1")
  expect(first).toEqual(all[0])
  expect(await listed(`limit=200&after=${first?.id}`)).toEqual(all.slice(1))
})

test("K12 a handle is one shop's, also when two merchants take it eight times at once", async () => {
  const tried = await Promise.all(Array.from({ length: 8 }, (_, i) => open("wanted", "books", i % 2 ? member : other)))
  expect(tried.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(tried.filter(({ status }) => status !== 201).map(({ body }) => body.code)).toEqual(Array(7).fill("shop_handle_taken"))
  expect(await open("wanted", "carpets")).toMatchObject({ status: 400, body: { code: "shop_handle_taken" } })
})

test("K10 K12 a merchant that nobody has verified yet opens none", async () => {
  const person = await newPersonOf(arcade)
  const application = { kind: "natural", name: "Leila Karimi", national_id: "0076229645", phone: "+989120000000", address: "Tehran, Enqelab 1" }
  expect(await person.call("POST", "/merchant/merchants", application)).toMatchObject({ status: 201 })
  expect(await open("early", "books", person)).toMatchObject({ status: 400, body: { code: "merchant_not_verified" } })
})

test("a shop's leases are read page by page", async () => {
  const { body } = await open("leased", "books")
  const taken = await member.call<{ lease: { id: string } }>("POST", `/merchant/shops/${body.shop.id}/leases`, { plan: "stall", term_months: 1 })
  const page = async (query: string) => (await member.call<{ leases: { id: string }[] }>("GET", `/merchant/shops/${body.shop.id}/leases?${query}`)).body.leases
  expect((await page("limit=1")).map(({ id }) => id)).toEqual([taken.body.lease.id])
  expect(await page(`limit=1&after=${taken.body.lease.id}`)).toEqual([])
})
