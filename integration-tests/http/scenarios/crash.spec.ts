import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../../support/client"
import { openArcade, type Arcade } from "../../support/server"
import { aTrackingCode, capture, complete, filledCart, paidOrder, variantOf } from "../../support/shopping"

jest.setTimeout(240_000)

/** A repair job runs each minute: what a crash left is done well within two. */
const REPAIR_SECONDS = 150

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let shop: string

const signIn = async () => {
  ;[operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
}

beforeAll(async () => {
  arcade = await openArcade()
  await signIn()
  const seeded = arcade.seed.merchants
  shop = seeded[0]?.shops[0]?.id ?? "none"
})
afterAll(() => arcade?.stop())

/** Starts the server so that it dies at the failpoint, lets `act` run into it, and starts it again as usual. */
async function dieAt<Result>(failpoint: string, act: () => Promise<Result>): Promise<Result | undefined> {
  await arcade.restart({ PASAJ_FAILPOINT: failpoint })
  const result = await act().catch(() => undefined) // the connection is cut, or the answer came just before
  await eventually(() => fetch(`${arcade.url}/health`).then(() => true, () => false), (answers) => !answers)
  return result
}

const holdsOf = (order: string) =>
  arcade.sql<{ id: string; state: string; amount_minor: string; balance: string | null }>(
    `select h.id, h.state, h.amount_minor, a.balance from escrow_hold h left join ledger_account a on a.name = 'hold:' || h.id where h.order_id = $1`, [order],
  )
const latestOrder = async () => (await arcade.sql<{ id: string }>(`select id from "order" order by created_at desc, id desc limit 1`))[0]?.id ?? "none"
const capturesOf = (order: string) =>
  arcade.sql<{ id: string }>(
    `select c.id from capture c join payment p on p.id = c.payment_id
     join order_payment_collection o on o.payment_collection_id = p.payment_collection_id where o.order_id = $1`, [order],
  )
const journalsLike = async (key: string) => (await arcade.sql<{ key: string }>("select key from ledger_journal where key like $1", [key])).length
const aCart = async () => filledCart(arcade, buyer, [await variantOf(arcade, buyer, shop)])

test("K2 killed between the order and its holds: the repair job opens them, once", async () => {
  const cart = await aCart()
  const before = await latestOrder()
  await dieAt("order-before-holds", () => buyer.call("POST", `/store/carts/${cart}/complete`, {}))
  const order = await latestOrder()
  expect(order).not.toBe(before)
  expect(await holdsOf(order)).toEqual([])

  await arcade.restart()
  const [hold] = await eventually(() => holdsOf(order), (holds) => holds.length > 0, REPAIR_SECONDS)
  expect(hold).toMatchObject({ state: "awaiting_funds" })
  expect(await holdsOf(order)).toHaveLength(1)
})

test("K2 P2 killed between the capture and its funding: the repair job funds the hold, once", async () => {
  const placed = await complete(operator, buyer, await aCart())
  await eventually(() => holdsOf(placed.order_id), (holds) => holds.length === 1)
  await dieAt("capture-before-funding", () => capture(operator, placed))
  const [taken] = await capturesOf(placed.order_id)
  expect(taken).toBeDefined()
  expect(await journalsLike(`capture:${taken?.id}:%`)).toBe(0)
  expect(await holdsOf(placed.order_id)).toMatchObject([{ state: "awaiting_funds" }])

  await arcade.restart()
  const [hold] = await eventually(() => holdsOf(placed.order_id), ([each]) => each?.state === "held", REPAIR_SECONDS)
  expect(hold?.balance).toBe(hold?.amount_minor)
  expect(await journalsLike(`capture:${taken?.id}:%`)).toBe(1)
})

test("K4 killed before a consent is committed: neither the consent nor its journal is there, and the next consent works", async () => {
  const { placed, shopOrders } = await paidOrder(arcade, operator, buyer, [shop])
  const id = shopOrders[0]?.id ?? "none"
  await member.call("POST", `/merchant/shop-orders/${id}/acceptance`, {})
  const { body } = await member.call<{ shop_order: { parcels: { id: string }[] } }>("POST", `/merchant/shop-orders/${id}/parcels`, {
    carrier: "Iran Post", tracking_code: aTrackingCode(),
  })
  const parcel = body.shop_order.parcels[0]?.id ?? "none"
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  const windowOf = async () => (await arcade.sql<{ state: string }>("select state from consent_window where parcel_id = $1", [parcel]))[0]?.state
  const consent = () => buyer.call("POST", `/store/parcels/${parcel}/consent`, {})

  await dieAt("consent-before-commit", consent)
  expect(await windowOf()).toBe("open")
  expect(await journalsLike(`parcel:${parcel}:%`)).toBe(0)
  expect(await holdsOf(placed.order_id)).toMatchObject([{ state: "held" }])

  await arcade.restart()
  expect((await consent()).status).toBe(200)
  expect(await windowOf()).toBe("given")
  expect(await journalsLike(`parcel:${parcel}:release`)).toBe(1)
  expect(await holdsOf(placed.order_id)).toMatchObject([{ state: "finished", balance: "0" }])
})
