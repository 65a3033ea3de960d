import { buyerOf, eventually, memberOf, operatorOf, visitorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { capture, complete, filledCart, shopOrdersOf, variantOf } from "../support/shopping"

jest.setTimeout(300_000)

type Page = { shop: { status: string; vacation: { until: string | null; note: string | null } | null } }
type Mine = { shop: { status: string; vacation: { from: string; until: string | null } | null } }

let arcade: Arcade
let member: Client
let operator: Client
let buyer: Client
let shop: string
let handle: string

beforeAll(async () => {
  arcade = await openArcade()
  ;[member, operator, buyer] = await Promise.all([memberOf(arcade, 0), operatorOf(arcade), buyerOf(arcade)])
  ;({ id: shop, handle } = arcade.seed.merchants[0]?.shops[0] ?? { id: "none", handle: "none" })
})
afterAll(() => arcade?.stop())

const now = async () => (await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")).body.clock.now
const dayAfter = async (days: number) => new Date(Date.parse(await now()) + days * 86_400_000).toISOString().slice(0, 10)
const go = (body: Record<string, unknown>) => member.call<Mine>("POST", `/merchant/shops/${shop}/vacation`, body)
const back = () => member.call<Mine>("DELETE", `/merchant/shops/${shop}/vacation`)
const page = async () => (await visitorOf(arcade).call<Page>("GET", `/store/shops/${handle}`)).body.shop
const shown = async () => Number((await arcade.sql<{ n: string }>("select count(*) as n from shop_product s join product p on p.id = s.product_id where s.shop_id = $1 and p.status = 'published'", [shop]))[0]?.n)

test("K12 a shop that goes on vacation sells nothing, tells buyers until when, keeps its orders going, and is back when it says so", async () => {
  const variant = await variantOf(arcade, buyer, shop)
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, [variant]))
  const waiting = await filledCart(arcade, buyer, [variant])
  const before = await shown()

  const gone = await go({ from_on: await dayAfter(0), back_on: await dayAfter(7), note: "By the sea." })
  expect(gone).toMatchObject({ status: 200, body: { shop: { status: "on_vacation" } } })
  expect(await page()).toMatchObject({ status: "on_vacation", vacation: { until: gone.body.shop.vacation?.until, note: "By the sea." } })
  expect(await shown()).toBe(0)
  expect(await buyer.call("POST", `/store/carts/${waiting}/complete`, {})).toMatchObject({ status: 400, body: { code: "shop_not_selling" } })
  expect(await buyer.call("POST", `/store/carts/${waiting}/line-items`, { variant_id: variant, quantity: 1 })).toMatchObject({ status: 400, body: { code: "shop_not_selling" } })

  await capture(operator, placed)
  const [order] = await shopOrdersOf(operator, placed.order_id, 1, "paid")
  expect(await member.call("POST", `/merchant/shop-orders/${order?.id}/acceptance`, {})).toMatchObject({ status: 200 })

  expect(await back()).toMatchObject({ status: 200, body: { shop: { status: "open", vacation: null } } })
  expect([await shown(), (await page()).vacation]).toEqual([before, null])
  expect(await back()).toMatchObject({ status: 200, body: { shop: { status: "open" } } })
  expect((await complete(operator, buyer, waiting)).order_id).toMatch(/^order_/)
})

test("K12 a vacation begins and ends by itself, at the marketplace's midnights", async () => {
  const before = await shown()
  const { body } = await go({ from_on: await dayAfter(2), back_on: await dayAfter(4) })
  expect(body.shop).toMatchObject({ status: "open", vacation: { from: expect.stringMatching(/T20:30:00.000Z$/) as string } })
  const advanceTo = (instant: string | null | undefined) => operator.call("POST", "/admin/clock", { advance_to: instant })
  await advanceTo(body.shop.vacation?.from)
  expect((await page()).status).toBe("on_vacation")
  await eventually(shown, (products) => products === 0)
  await advanceTo(body.shop.vacation?.until)
  expect((await page()).status).toBe("open")
  await eventually(shown, (products) => products === before)
})

//  dates                                                      code                      why
const refused: [{ from: number; back: number | null }, string, string][] = [
  [{ from: 3, back: 3 },                                       "vacation_dates_invalid", "back on the day it goes"],
  [{ from: 3, back: 2 },                                       "vacation_dates_invalid", "back before it goes"],
  [{ from: -9, back: -2 },                                     "vacation_dates_invalid", "over already"],
]
test.each(refused)("a vacation of days %j is refused with %s (%s)", async ({ from, back: until }, code) => {
  const body = { from_on: await dayAfter(from), back_on: until === null ? null : await dayAfter(until) }
  expect(await go(body)).toMatchObject({ status: 400, body: { code } })
  expect((await page()).status).toBe("open")
})

test("a vacation that is no vacation is bad input, and another's shop is not there", async () => {
  for (const body of [{}, { from_on: "2026-02-30" }, { from_on: "tomorrow" }, { from_on: "2030-01-01", note: "" }, { from_on: "2030-01-01", forever: true }]) {
    expect(await go(body)).toMatchObject({ status: 400, body: { code: "bad_input" } })
  }
  const other = await memberOf(arcade, 1)
  expect(await other.call("POST", `/merchant/shops/${shop}/vacation`, { from_on: "2030-01-01" })).toMatchObject({ status: 404, body: { code: "shop_not_found" } })
})
