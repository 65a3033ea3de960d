import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { orderPage } from "../support/order-page"
import { balanceOf, brokenInvariants, medusaOrder, paidOrderOf, partsOf, refundsIn, variantsOf, type PartWithLines } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode, capture, complete, filledCart, shopOrdersOf } from "../support/shopping"

jest.setTimeout(240_000)

/** What stands in the way when Medusa's order is to follow a cancellation of ours. */
let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let rival: Client
let mine: string[]
let theirs: string[]

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer, member, rival] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade), memberOf(arcade, 1)])
  const onSale = async (as: Client) => variantsOf(arcade, buyer, (await as.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")).body.shops[0]?.id ?? "none", 2)
  ;[mine, theirs] = [await onSale(member), await onSale(rival)]
})
afterAll(() => arcade?.stop())
const { edit } = orderPage(() => operator)
afterEach(async () => {
  expect(await brokenInvariants(operator)).toEqual([])
  expect((await operator.call<{ proof: object }>("POST", "/admin/custody-proof", {})).body.proof).toMatchObject({ green: true, differences: [] })
})

type Cancelled = { cancellation: { in_medusa: boolean } }
const cancel = (part: string, as = member) => as.call<Cancelled>("POST", `/merchant/shop-orders/${part}/cancellation`, { reason: "out of stock" })
const days = (advance_days: number) => operator.call("POST", "/admin/clock", { advance_days })
const refundDue = (order: string) => balanceOf(operator, `buyer:${order}:refund_due`)
const given = async (order: string) => refundsIn(await medusaOrder(operator, order)).reduce((all, each) => all + each.amount, 0)
const partBy = async (order: string, variant: string[]) => {
  const parts = await partsOf(operator, order)
  const [line] = await arcade.sql<{ item_id: string }>("select i.item_id from order_item i join order_line_item l on l.id = i.item_id where i.order_id = $1 and l.variant_id = $2", [order, variant[0]])
  return parts.find((part) => part.lines.some((each) => each.line_item_id === line?.item_id)) as PartWithLines
}

test("K2 a part cancelled before the capture leaves the authorisation, which pays for the other shop; what it brings too much is the buyer's", async () => {
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, [...mine.slice(0, 1), ...theirs.slice(0, 1)]))
  await shopOrdersOf(operator, placed.order_id, 2, "awaiting_payment")
  const { total } = await medusaOrder(operator, placed.order_id)
  const gone = await partBy(placed.order_id, mine)
  expect((await cancel(gone.id)).body.cancellation).toMatchObject({ in_medusa: true })
  expect((await capture(operator, placed)).status).toBe(200)
  await eventually(() => partsOf(operator, placed.order_id), (parts) => parts.some((part) => part.state === "paid"))
  await days(1)
  const medusa = await medusaOrder(operator, placed.order_id)
  expect([await given(placed.order_id), medusa.summary.pending_difference, medusa.total]).toEqual([gone.amount.minor, 0, total - gone.amount.minor])
})

test("K1 what is left of a line is cancelled although stock is short by now: Medusa follows, and keeps none", async () => {
  const [variant = "none"] = mine
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, [variant], 3))
  await capture(operator, placed)
  const [part] = (await shopOrdersOf(operator, placed.order_id, 1, "paid")) as PartWithLines[]
  const line = part?.lines[0]?.line_item_id
  await member.call("POST", `/merchant/shop-orders/${part?.id}/acceptance`, {})
  const sent = await member.call("POST", `/merchant/shop-orders/${part?.id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode(), items: [{ line_item_id: line, quantity: 2 }] })
  expect(sent.status).toBe(201)
  const level = "inventory_item_id in (select inventory_item_id from product_variant_inventory_item where variant_id = $1)"
  const [before] = await arcade.sql<{ stocked: string }>(`select stocked_quantity as stocked from inventory_level where ${level}`, [variant])
  await arcade.sql(`update inventory_level set stocked_quantity = 0, raw_stocked_quantity = '{"value":"0","precision":20}' where ${level}`, [variant])
  const { body } = await member.call<Cancelled>("POST", `/merchant/shop-orders/${part?.id}/cancellation`, { reason: "out of stock", line_item_ids: [line] })
  expect(body.cancellation).toMatchObject({ in_medusa: true })
  expect(await arcade.sql("select id from reservation_item where line_item_id = $1 and deleted_at is null and quantity > 0", [line])).toEqual([])
  expect([(await medusaOrder(operator, placed.order_id)).summary.pending_difference, await refundDue(placed.order_id)]).toEqual([0, 0])
  await arcade.sql(`update inventory_level set stocked_quantity = $2::text::numeric, raw_stocked_quantity = jsonb_build_object('value', $2::text, 'precision', 20) where ${level}`, [variant, before?.stocked])
})

test("K1 what Medusa refuses for good an operator is told of; nothing of ours stays open there, and once it is out of the way all follows", async () => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, [...mine.slice(0, 1), ...theirs.slice(0, 1)], 2)
  const order = placed.order_id
  const gone = await partBy(order, mine)
  const [place] = await arcade.sql<{ id: string }>("select id from stock_location where deleted_at is null limit 1")
  await operator.call("POST", `/admin/orders/${order}/fulfillments`, { location_id: place?.id, items: gone.lines.map((line) => ({ id: line.line_item_id, quantity: 1 })) })
  const stuck = async () => (await operator.call<{ suspense_items: { id: string; order_id: string; reference: string }[] }>("GET", "/admin/suspense?limit=200")).body.suspense_items
    .filter((item) => item.order_id === order && item.reference.startsWith("follow:"))
  expect((await cancel(gone.id)).body.cancellation).toMatchObject({ in_medusa: false })
  expect(await arcade.sql("select id from order_change where order_id = $1 and status in ('pending', 'requested') and deleted_at is null", [order])).toEqual([])
  await days(1)
  expect([(await stuck()).length, await given(order), await refundDue(order)]).toEqual([1, 0, gone.amount.minor])
  const [fulfillment] = await arcade.sql<{ id: string }>("select fulfillment_id as id from order_fulfillment where order_id = $1", [order])
  expect((await operator.call("POST", `/admin/orders/${order}/fulfillments/${fulfillment?.id}/cancel`, {})).status).toBe(200)
  await days(1)
  expect([await stuck(), await given(order), await refundDue(order)]).toEqual([[], gone.amount.minor, 0])
  expect(parts).toHaveLength(2)
})

test("K2 a refund while the buyer has still to pay for what an edit added forgives nothing of that", async () => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, mine.slice(0, 1), 1)
  await edit(placed.order_id, "items", { items: [{ variant_id: mine[1], quantity: 1 }] })
  const { summary } = await medusaOrder(operator, placed.order_id)
  expect(summary.pending_difference).toBeGreaterThan(0)
  expect((await operator.call("POST", `/admin/shop-orders/${parts[0]?.id}/refund`, { amount_minor: 1_000, reason: "a scratch", reference: `owing-${placed.order_id}` })).status).toBe(200)
  expect([await given(placed.order_id), (await medusaOrder(operator, placed.order_id)).summary.pending_difference]).toEqual([1_000, summary.pending_difference])
})

test("K2 a payment with a fraction of a rial, and an order cancelled whole: its last refund takes the fraction along, and nothing is left for Medusa's cancel to send", async () => {
  const { placed } = await paidOrderOf(arcade, operator, buyer, mine.slice(0, 1), 1)
  const order = placed.order_id
  const { total } = await medusaOrder(operator, order)
  const exact = `${total}.335`
  for (const table of ["capture", "payment"]) {
    const which = table === "capture" ? "payment_id" : "id"
    await arcade.sql(`update ${table} set amount = $2::text::numeric, raw_amount = jsonb_set(raw_amount, '{value}', to_jsonb($2::text)) where ${which} = $1`, [placed.payment_id, exact])
  }
  expect((await operator.call("POST", `/admin/orders/${order}/custody-cancellation`, { reason: "the shop has closed" })).status).toBe(200)
  const medusa = await medusaOrder(operator, order)
  expect([medusa.status, refundsIn(medusa).map((each) => each.amount), await refundDue(order)]).toEqual(["canceled", [Number(exact)], 0])
  expect((await operator.call<{ suspense_items: { order_id: string }[] }>("GET", "/admin/suspense?limit=200")).body.suspense_items.filter((item) => item.order_id === order)).toEqual([])
})
