import { buyerOf, eventually, operatorOf, type Client } from "../../support/client"
import { openArcade, type Arcade } from "../../support/server"
import { capture, complete, filledCart, shopOrdersOf, variantOf, variantOfProduct } from "../../support/shopping"

jest.setTimeout(180_000)

let arcade: Arcade
let operator: Client
let buyer: Client
let shops: string[]
let ownProduct: string

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer] = await Promise.all([operatorOf(arcade), buyerOf(arcade)])
  const seeded = arcade.seed.merchants
  shops = seeded.flatMap((merchant) => merchant.shops.map((shop) => shop.id)).slice(0, 2)
  ownProduct = arcade.seed.own_product_id as string
})
afterAll(() => arcade?.stop())

const ownVariant = () => variantOfProduct(buyer, ownProduct)
const twoShopsAndOwn = async () => {
  const variants = [await variantOf(arcade, buyer, shops[0] ?? ""), await variantOf(arcade, buyer, shops[1] ?? ""), await ownVariant()]
  return filledCart(arcade, buyer, variants)
}
const orderCart = (cart: string) => buyer.call<{ order?: { id: string; total: number } }>("POST", `/store/carts/${cart}/complete`, {})
const holdsOf = (order: string) => arcade.sql<{ shop_id: string; state: string }>("select shop_id, state from escrow_hold where order_id = $1 order by shop_id", [order])
const countOf = async (sql: string, params: unknown[]) => Number((await arcade.sql<{ count: string }>(sql, params))[0]?.count)

/** What the journal of an order's capture brought to each kind of account. */
async function funded(order: string): Promise<{ holds: number; own: number; journals: number }> {
  const rows = await arcade.sql<{ key: string; to_account: string; amount: string }>(
    `select j.key, p.to_account, p.amount from ledger_journal j join ledger_posting p on p.journal_id = j.id
     where j.kind = 'capture_funded' and j.reason like '%' || $1 || '%'`,
    [order],
  )
  const into = (is: (account: string) => boolean) => rows.filter((row) => is(row.to_account)).reduce((all, row) => all + Number(row.amount), 0)
  return {
    holds: into((account) => account.startsWith("hold:")),
    own: into((account) => account === "platform:order_income"),
    journals: new Set(rows.map((row) => row.key)).size,
  }
}

test("K1 K2 a cart completed eight times at once, and twice more in a row, is one order with one hold for each shop", async () => {
  const cart = await twoShopsAndOwn()
  const all = await Promise.all(Array.from({ length: 8 }, () => orderCart(cart)))
  const again = [await orderCart(cart), await orderCart(cart)]
  const orders = new Set([...all, ...again].flatMap(({ body }) => (body.order ? [body.order.id] : [])))
  expect(orders.size).toBe(1)
  expect(again.map((reply) => reply.status)).toEqual([200, 200])

  const [order = ""] = orders
  expect(await countOf("select count(*) from order_cart where cart_id = $1", [cart])).toBe(1)
  await shopOrdersOf(operator, order, 2, "awaiting_payment")
  expect((await holdsOf(order)).map((hold) => hold.shop_id)).toEqual([...shops].sort())
  expect(await countOf("select count(*) from shop_order where order_id = $1", [order])).toBe(2)
})

test("K1 K2 the marketplace's own product in the same cart: its money is the marketplace's, the rest waits in the holds", async () => {
  const placed = await complete(operator, buyer, await twoShopsAndOwn())
  await capture(operator, placed)
  const parts = await shopOrdersOf(operator, placed.order_id, 2, "paid")
  const { body } = await operator.call<{ order: { total: number; items: { product_id: string; total: number }[] } }>(
    "GET", `/admin/orders/${placed.order_id}?fields=total,*items,items.total`,
  )
  const own = body.order.items.find((item) => item.product_id === ownProduct)?.total
  const books = await funded(placed.order_id)
  expect(books).toEqual({ holds: body.order.total - (own ?? 0), own, journals: 1 })
  expect(parts.reduce((all, part) => all + part.hold.remaining.minor, 0)).toBe(books.holds)
})

test("K2 a payment captured twice is refused by Medusa or does nothing, and funds once", async () => {
  const placed = await complete(operator, buyer, await twoShopsAndOwn())
  await Promise.all([capture(operator, placed), capture(operator, placed)])
  const parts = await shopOrdersOf(operator, placed.order_id, 2, "paid")
  const books = await funded(placed.order_id)
  expect(books.journals).toBe(1)
  expect(parts.reduce((all, part) => all + part.hold.remaining.minor, 0)).toBe(books.holds)
})

test("a cart with only the marketplace's own products sells as in plain Medusa", async () => {
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, [await ownVariant()]))
  await capture(operator, placed)
  const { body } = await operator.call<{ order: { total: number; payment_status: string } }>("GET", `/admin/orders/${placed.order_id}?fields=total,payment_status`)
  expect(body.order.payment_status).toBe("captured")
  const books = await eventually(() => funded(placed.order_id), ({ journals }) => journals > 0)
  expect(books).toEqual({ holds: 0, own: body.order.total, journals: 1 })
  expect(await holdsOf(placed.order_id)).toEqual([])
})
