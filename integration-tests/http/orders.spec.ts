import { buyerOf, memberOf, newBuyerOf, operatorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode, capture, complete, filledCart, paidOrder, shopOrdersOf, variantOf, type ShopOrder } from "../support/shopping"

jest.setTimeout(180_000)

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let shop: string

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
  const shops = await member.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")
  shop = shops.body.shops[0]?.id ?? "none"
})
afterAll(() => arcade?.stop())

const accept = (id: string, as = member) => as.call<{ shop_order: ShopOrder }>("POST", `/merchant/shop-orders/${id}/acceptance`, {})
const dispatch = (id: string, as = member, code = aTrackingCode()) =>
  as.call<{ shop_order: ShopOrder }>("POST", `/merchant/shop-orders/${id}/parcels`, { carrier: "Iran Post", tracking_code: code })
const deliver = (id: string, body: unknown = { note: "the carrier says so" }) => operator.call("POST", `/admin/parcels/${id}/delivery`, body)
const consent = (id: string, as = buyer) => as.call("POST", `/store/parcels/${id}/consent`, {})

/** A parcel of a paid order, in the carrier's hands. */
async function sentParcel(): Promise<{ parcel: string; shopOrder: string; order: string; amount: number }> {
  const { shopOrders, placed } = await paidOrder(arcade, operator, buyer, [shop])
  const [order] = shopOrders
  if (!order) throw new Error("no shop order")
  await accept(order.id)
  const { body } = await dispatch(order.id)
  return { parcel: body.shop_order.parcels[0]?.id ?? "none", shopOrder: order.id, order: placed.order_id, amount: order.amount.minor }
}

test("P1 K3 K18 an order is on the merchant's desk from the moment it is placed; P2 nobody works on it before it is paid", async () => {
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, [await variantOf(arcade, buyer, shop)]))
  const [order] = await shopOrdersOf(operator, placed.order_id, 1, "awaiting_payment")
  const mine = await member.call<{ shop_orders: ShopOrder[] }>("GET", "/merchant/shop-orders?state=awaiting_payment")
  expect(mine.body.shop_orders.map((row) => row.id)).toContain(order?.id)
  expect(order?.hold).toMatchObject({ state: "awaiting_funds", remaining: { minor: 0 } })

  expect(await accept(order?.id ?? "")).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  expect(await dispatch(order?.id ?? "")).toMatchObject({ status: 400, body: { code: "wrong_state" } })

  await capture(operator, placed)
  const [paid] = await shopOrdersOf(operator, placed.order_id, 1, "paid")
  expect(paid?.hold).toMatchObject({ state: "held", remaining: { minor: paid?.amount.minor } })
})

test("K1 K2 K16 the whole payment is in the holds and the marketplace's own income", async () => {
  const { placed, shopOrders } = await paidOrder(arcade, operator, buyer, [shop])
  const [book] = await arcade.sql<{ total: string; own: string }>(
    "select total_minor as total, own_income_minor + own_tax_minor as own from escrow_order where order_id = $1", [placed.order_id],
  )
  const held = shopOrders.reduce((all, each) => all + each.hold.remaining.minor, 0)
  expect(held + Number(book?.own)).toBe(Number(book?.total))
})

test("P1 each line remembers the product that was ordered, whatever becomes of Medusa's order", async () => {
  const { placed } = await paidOrder(arcade, operator, buyer, [shop])
  const lines = await arcade.sql<{ product: string | null; ordered: string }>(
    `select l.product_id as product, i.product_id as ordered from shop_order_line l join shop_order o on o.id = l.shop_order_id
     join order_line_item i on i.id = l.line_item_id where o.order_id = $1`, [placed.order_id],
  )
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines) expect(line.product).toBe(line.ordered)
})

test("K4 P4 dispatch needs a tracking code, and happens once, also when eight do it at once", async () => {
  const { shopOrders } = await paidOrder(arcade, operator, buyer, [shop])
  const id = shopOrders[0]?.id ?? ""
  await accept(id)
  expect(await dispatch(id, member, "no digits")).toMatchObject({ status: 400, body: { code: "tracking_code_invalid" } })
  const all = await Promise.all(Array.from({ length: 8 }, () => dispatch(id)))
  expect(all.filter((reply) => reply.status === 201)).toHaveLength(1)
  expect(all.filter((reply) => reply.status === 400)).toHaveLength(7)
  const parcels = await arcade.sql("select id from escrow_parcel where shop_order_id = $1 and state <> 'discarded'", [id])
  expect(parcels).toHaveLength(1)
  const after = await member.call<{ shop_order: ShopOrder }>("GET", `/merchant/shop-orders/${id}`)
  expect(after.body.shop_order).toMatchObject({ state: "shipped", parcels: [{ state: "handed_over", window: { state: "waiting" } }] })
})

test("K4 P5 delivery opens seven days; eight consents at once release once; a second consent is told so", async () => {
  const { parcel, amount, shopOrder } = await sentParcel()
  expect(await deliver(parcel)).toMatchObject({ status: 200, body: { parcel: { state: "delivered", window: { state: "open" } } } })
  expect(await deliver(parcel)).toMatchObject({ status: 400, body: { code: "wrong_state" } })

  const all = await Promise.all(Array.from({ length: 8 }, () => consent(parcel)))
  expect(all.filter((reply) => reply.status === 200)).toHaveLength(1)
  expect(new Set(all.filter((reply) => reply.status !== 200).map((reply) => reply.body.code))).toEqual(new Set(["consent_already_given"]))

  const journals = await arcade.sql<{ amount: string }>(
    "select p.amount from ledger_journal j join ledger_posting p on p.journal_id = j.id where j.key = $1", [`parcel:${parcel}:release`],
  )
  expect(journals.map((row) => Number(row.amount))).toEqual([amount])
  const { body } = await member.call<{ shop_order: ShopOrder }>("GET", `/merchant/shop-orders/${shopOrder}`)
  expect(body.shop_order).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })
})

test("K4 the buyer's word before the carrier's is evidence of delivery", async () => {
  const { parcel } = await sentParcel()
  expect(await consent(parcel)).toMatchObject({ status: 200, body: { parcel: { state: "released", delivery_evidence: "buyer", window: { state: "given" } } } })
})

test("K4 silence past the window is satisfaction: not a moment before, once, and never without delivery", async () => {
  const delivered = await sentParcel()
  const silent = await sentParcel()
  const { body } = await operator.call<{ parcel: { window: { due_at: string } } }>("POST", `/admin/parcels/${delivered.parcel}/delivery`, { note: "seen" })
  const due = Date.parse(body.parcel.window.due_at)
  const state = async (id: string) => (await operator.call<{ parcel: { state: string } }>("GET", `/admin/parcels/${id}`)).body.parcel.state

  await operator.call("POST", "/admin/clock", { advance_to: new Date(due - 60_000).toISOString() })
  expect(await state(delivered.parcel)).toBe("delivered")
  await operator.call("POST", "/admin/clock", { advance_to: new Date(due + 60_000).toISOString() })
  expect(await state(delivered.parcel)).toBe("released")
  expect(await consent(delivered.parcel)).toMatchObject({ status: 400, body: { code: "consent_window_closed" } })
  expect(await state(silent.parcel)).toBe("handed_over")
})

test("a delivery has happened: not in the future, not before the parcel left", async () => {
  const { parcel } = await sentParcel()
  expect(await deliver(parcel, { note: "soon", delivered_at: "2099-01-01T00:00:00.000Z" })).toMatchObject({ status: 400, body: { code: "delivery_in_future" } })
  expect(await deliver(parcel, { note: "long ago", delivered_at: "2001-01-01T00:00:00.000Z" })).toMatchObject({ status: 400, body: { code: "delivery_before_dispatch" } })
  expect(await deliver(parcel, {})).toMatchObject({ status: 400, body: { code: "bad_input" } })
  expect((await operator.call<{ parcel: { state: string } }>("GET", `/admin/parcels/${parcel}`)).body.parcel.state).toBe("handed_over")
})

test("nobody speaks for another: not another buyer, not another merchant", async () => {
  const { parcel, shopOrder, order } = await sentParcel()
  const [stranger, rival] = await Promise.all([newBuyerOf(arcade), memberOf(arcade, 1)])
  expect(await consent(parcel, stranger)).toMatchObject({ status: 404, body: { code: "parcel_not_found" } })
  expect(await stranger.call("GET", `/store/orders/${order}/custody`)).toMatchObject({ status: 404, body: { code: "order_not_found" } })
  expect(await accept(shopOrder, rival)).toMatchObject({ status: 404, body: { code: "shop_order_not_found" } })
  expect(await dispatch(shopOrder, rival)).toMatchObject({ status: 404, body: { code: "shop_order_not_found" } })

  const mine = await buyer.call<{ custody: { held: { minor: number }; shop_orders: ShopOrder[] } }>("GET", `/store/orders/${order}/custody`)
  expect(mine.body.custody.shop_orders[0]?.parcels[0]?.next_actions.map((each) => each.action)).toEqual(["consent", "object"])
  expect(mine.body.custody.held.minor).toBeGreaterThan(0)
})

test("an order that Medusa passed to another customer takes the word on its parcels along", async () => {
  const { parcel, order } = await sentParcel()
  const heir = await newBuyerOf(arcade)
  const { body } = await heir.call<{ customer: { id: string } }>("GET", "/store/customers/me")
  await arcade.sql('update "order" set customer_id = $1 where id = $2', [body.customer.id, order])
  expect(await consent(parcel)).toMatchObject({ status: 404, body: { code: "parcel_not_found" } })
  expect(await heir.call("GET", `/store/orders/${order}/custody`)).toMatchObject({ status: 200 })
  expect(await consent(parcel, heir)).toMatchObject({ status: 200, body: { parcel: { state: "released" } } })
})

test("P5 Medusa's own fulfilment follows: shipped with the code, then delivered", async () => {
  const { parcel, order } = await sentParcel()
  await deliver(parcel)
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  const { body } = await operator.call<{ order: { fulfillments: { shipped_at: string | null; delivered_at: string | null; labels: { tracking_number: string }[] }[] } }>(
    "GET", `/admin/orders/${order}?fields=*fulfillments,*fulfillments.labels`,
  )
  expect(body.order.fulfillments[0]).toMatchObject({ shipped_at: expect.any(String), delivered_at: expect.any(String), labels: [{ tracking_number: expect.stringMatching(/^RR/) }] })
})
