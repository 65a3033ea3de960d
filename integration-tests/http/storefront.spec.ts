import { buyerOf, eventually, operatorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { complete, filledCart, variantOf, variantOfProduct } from "../support/shopping"

jest.setTimeout(240_000)

let arcade: Arcade
let operator: Client
let buyer: Client
let shop: string
let own: string

type Listed = { products: { id: string }[]; count: number }

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer] = await Promise.all([operatorOf(arcade), buyerOf(arcade)])
  const seeded = arcade.seed.merchants
  shop = seeded[0]?.shops[0]?.id ?? "none"
  own = await variantOfProduct(buyer, arcade.seed.own_product_id as string)
})
afterAll(() => arcade?.stop())

const stop = () => arcade.sql("update pasaj_shop set stops = '{decision}' where id = $1", [shop])
const resume = () => arcade.sql("update pasaj_shop set stops = '{}' where id = $1", [shop])
const newCart = async () => (await buyer.call<{ cart: { id: string } }>("POST", "/store/carts", { region_id: arcade.seed.region_id })).body.cart.id
const add = async (cart: string, variant_id: string) => buyer.call("POST", `/store/carts/${cart}/line-items`, { variant_id, quantity: 1 })
const listed = async () => (await buyer.call<Listed>("GET", "/store/products?limit=100&fields=id")).body
const productsOfShop = async () => (await arcade.sql<{ product_id: string }>("select product_id from shop_product where shop_id = $1 and wanted", [shop])).map((row) => row.product_id)
const statuses = async () =>
  (await arcade.sql<{ status: string }>("select distinct p.status from product p join shop_product s on s.product_id = p.id where s.shop_id = $1 and s.wanted", [shop])).map((row) => row.status)
/** What the job does each minute: the clock, moved on by a minute, does all that is due on the way. */
const runDuties = async () => {
  const { body } = await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")
  const moved = await operator.call("POST", "/admin/clock", { advance_to: new Date(Date.parse(body.clock.now) + 60_000).toISOString() })
  if (moved.status !== 200) throw new Error(JSON.stringify(moved.body))
}
const inStep = async (status: string) => {
  await runDuties()
  await eventually(statuses, (all) => all.join() === status)
}

const refusal = ({ status, body }: { status: number; body: { code?: string } }) => ({ status, code: body.code })
const notSelling = { status: 400, code: "shop_not_selling" }

describe("a shop that stops", () => {
  let variant: string
  let filled: string
  let before: Listed

  beforeAll(async () => {
    variant = await variantOf(arcade, buyer, shop)
    filled = await filledCart(arcade, buyer, [variant])
    before = await listed()
    await stop()
  })
  afterAll(async () => {
    await resume()
    await inStep("published")
  })

  test("sells nothing more at once: no item comes into a cart, old or new, and what lay in one is not ordered", async () => {
    expect(refusal(await add(await newCart(), variant))).toEqual(notSelling)
    expect(refusal(await buyer.call("POST", "/store/carts", { region_id: arcade.seed.region_id, items: [{ variant_id: variant, quantity: 1 }] }))).toEqual(notSelling)
    const reply = await buyer.call("POST", `/store/carts/${filled}/complete`, {})
    expect(refusal(reply)).toEqual(notSelling)
    expect(reply.body.message).toMatch(/^'.+' cannot be bought now/)
    expect(await arcade.sql("select 1 from order_cart where cart_id = $1", [filled])).toEqual([])
  })

  test("is not seen at once: not in lists, whose count is right, nor by its products' addresses", async () => {
    const ids = await productsOfShop()
    const now = await listed()
    expect(now.products.filter(({ id }) => ids.includes(id))).toEqual([])
    expect(now.count).toBe(before.count - ids.length)
    expect((await buyer.call("GET", `/store/products/${ids[0]}`)).status).toBe(404)
    expect((await buyer.call("GET", `/store/product-variants/${variant}`)).status).toBe(404)
    expect((await buyer.call<{ variants: unknown[] }>("GET", `/store/product-variants?id=${variant}`)).body.variants).toEqual([])
    const asked = ids.map((id) => `id[]=${id}`).join("&")
    expect((await buyer.call<Listed>("GET", `/store/products?${asked}`)).body.products).toEqual([])
  })

  test("leaves the marketplace's own products and other shops alone", async () => {
    expect((await add(await newCart(), own)).status).toBe(200)
    expect(before.products.some(({ id }) => id === arcade.seed.own_product_id)).toBe(true)
    expect((await listed()).products.some(({ id }) => id === arcade.seed.own_product_id)).toBe(true)
  })

  test("has its products unpublished by the job, so that categories and collections do not show them either", async () => {
    await inStep("draft")
    expect(await arcade.sql("select shelves_open from pasaj_shop where id = $1", [shop])).toEqual([{ shelves_open: false }])
    expect(refusal(await add(await newCart(), variant))).toEqual(notSelling)
  })

  test("sells again as it was when nothing stops it any more", async () => {
    await resume()
    await inStep("published")
    expect(await listed()).toMatchObject({ count: before.count })
    expect((await add(await newCart(), variant)).status).toBe(200)
    expect((await complete(operator, buyer, filled)).order_id).toMatch(/^order_/)
  })
})

test("completing a cart again answers its order, although the shop has stopped since", async () => {
  const cart = await filledCart(arcade, buyer, [await variantOf(arcade, buyer, shop)])
  const { order_id } = await complete(operator, buyer, cart)
  await stop()
  const again = await buyer.call<{ order: { id: string } }>("POST", `/store/carts/${cart}/complete`, {})
  await resume()
  expect({ status: again.status, id: again.body.order?.id }).toEqual({ status: 200, id: order_id })
  await inStep("published")
})

test("a product with a block of its own is not for sale, while its shop sells on", async () => {
  const variant = await variantOf(arcade, buyer, shop)
  const cart = await filledCart(arcade, buyer, [variant])
  const ofVariant = "product_id = (select product_id from product_variant where id = $1)"
  await arcade.sql(`update shop_product set blocks = '{price_cap}' where ${ofVariant}`, [variant])
  expect(refusal(await add(await newCart(), variant))).toEqual({ status: 400, code: "product_not_for_sale" })
  expect(refusal(await buyer.call("POST", `/store/carts/${cart}/complete`, {}))).toEqual({ status: 400, code: "product_not_for_sale" })
  await arcade.sql(`update shop_product set blocks = '{}' where ${ofVariant}`, [variant])
})
