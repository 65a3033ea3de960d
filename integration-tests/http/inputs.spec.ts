import { buyerOf, memberOf, operatorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(120_000)

let arcade: Arcade
let callers: Record<"member" | "operator" | "buyer", Client>

beforeAll(async () => {
  arcade = await openArcade()
  const [member, operator, buyer] = await Promise.all([memberOf(arcade), operatorOf(arcade), buyerOf(arcade)])
  callers = { member, operator, buyer }
})
afterAll(() => arcade?.stop())

const nul = "\u0000"
const shop = { handle: "a-new-shop", name: "A shop", guild: "books", dispatch_address: "Tehran, Bazaar 1" }

test.each([
  // who        method  path                                    body                          why
  ["member",   "GET",  "/merchant/shop-orders/%00",             undefined,                    "NUL in a path"],
  ["operator", "GET",  "/admin/parcels/%00",                    undefined,                    "NUL in an operator's path"],
  ["buyer",    "POST", "/store/parcels/%00/consent",            {},                           "NUL in a buyer's path"],
  ["member",   "GET",  "/merchant/shop-orders?after=%00",       undefined,                    "NUL in a query"],
  ["member",   "POST", "/merchant/shops",                       { ...shop, name: `a${nul}b` }, "NUL in a body"],
  ["member",   "GET",  "/merchant/shop-orders?limit=0",         undefined,                    "a page of nothing"],
  ["member",   "GET",  "/merchant/shop-orders?limit=201",       undefined,                    "a page of everything"],
  ["member",   "GET",  "/merchant/shop-orders?limit=2&limit=3", undefined,                    "two answers to one question"],
  ["member",   "POST", "/merchant/shops",                       [],                           "a list for an object"],
  ["member",   "POST", "/merchant/shops",                       { ...shop, handle: "Ä b" },   "a handle no address can hold"],
  ["operator", "POST", "/admin/clock",                          { advance_days: 0.5 },        "half a day"],
  ["operator", "POST", "/admin/clock",                          { advance_to: "tomorrow" },   "no instant"],
  ["member",   "POST", "/merchant/shops",                       { ...shop, name: "ab\ud800" }, "half a character"],
] as const)("%s %s %s is refused as bad input: %5$s", async (who, method, path, body, _why) => {
  expect(await callers[who].call(method, path, body)).toMatchObject({ status: 400, body: { code: "bad_input" } })
})

test("an instant may come with or without fractions of a second, and the clock goes no further than it can be wanted", async () => {
  const { body } = await callers.operator.call<{ clock: { now: string } }>("GET", "/admin/clock")
  const soon = `${new Date(Date.parse(body.clock.now) + 60_000).toISOString().slice(0, 19)}Z`
  expect(await callers.operator.call("POST", "/admin/clock", { advance_to: soon })).toMatchObject({ status: 200 })
  expect(await callers.operator.call("POST", "/admin/clock", { advance_to: "9999-12-31T23:59:59Z" })).toMatchObject({ status: 400, body: { code: "clock_too_far" } })
})

test("a text that only speaks of a NUL is kept as it is", async () => {
  const reply = await callers.member.call<{ shop: { name: string } }>("POST", "/merchant/shops", { ...shop, handle: "spoken-nul", name: "a \\u0000 b" })
  expect(reply).toMatchObject({ status: 201, body: { shop: { name: "a \\u0000 b" } } })
})

test("what is no JSON at all is a 400 too", async () => {
  const response = await fetch(`${arcade.url}/merchant/shops`, {
    method: "POST", headers: { ...callers.member.headers, "content-type": "application/json" }, body: "{half an",
  })
  expect(response.status).toBe(400)
})

test("a cursor that was never a row, and an id of another shape, are simply not there", async () => {
  expect(await callers.member.call("GET", "/merchant/shop-orders?after=zzz")).toMatchObject({ status: 200 })
  expect(await callers.member.call("GET", `/merchant/shop-orders/${"x".repeat(2_000)}`)).toMatchObject({ status: 404, body: { code: "shop_order_not_found" } })
  expect(await callers.member.call("GET", "/merchant/shop-orders/'; drop table shop_order; --")).toMatchObject({ status: 404 })
})
