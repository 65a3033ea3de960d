import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { balanceOf, brokenInvariants, medusaOrder, paidOrderOf, partsOf, refundsIn, send, variantsOf, type PartWithLines } from "../support/orders"
import { orderPage } from "../support/order-page"
import { openArcade, type Arcade } from "../support/server"
import { variantOfProduct } from "../support/shopping"

jest.setTimeout(240_000)

type Item = { id: string; order_id: string; source: string; reference: string; amount: { minor: number } }

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let variants: string[]

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
  const shops = await member.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")
  variants = await variantsOf(arcade, buyer, shops.body.shops[0]?.id ?? "none", 2)
})
afterAll(() => arcade?.stop())
const { edit, payTheRest } = orderPage(() => operator)
afterEach(async () => {
  expect(await brokenInvariants(operator)).toEqual([])
  const { proof } = (await operator.call<{ proof: { green: boolean; differences: unknown[] } }>("POST", "/admin/custody-proof", {})).body
  expect(proof).toMatchObject({ green: true, differences: [] })
})

const ordered = async () => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, variants, 1)
  const mine = parts[0] as PartWithLines
  const [line, other] = mine.lines
  if (!line || !other) throw new Error("no lines")
  return { order: placed.order_id, mine, line, other, total: (await medusaOrder(operator, placed.order_id)).total }
}
const reprice = (order: string, line: string, unit_price: number) => edit(order, `items/item/${line}`, { quantity: 1, unit_price })
const priceOf = async (order: string, line: string) => {
  const { body } = await operator.call<{ order: { items: { id: string; unit_price: number }[] } }>("GET", `/admin/orders/${order}?fields=*items`)
  return body.order.items.find((item) => item.id === line)?.unit_price ?? 0
}
const queueOf = async (order: string) =>
  (await operator.call<{ suspense_items: Item[] }>("GET", "/admin/suspense?limit=200")).body.suspense_items.filter((item) => item.order_id === order)
const payable = () => balanceOf(operator, `merchant:${arcade.seed.merchants[0]?.merchant_id}:payable`)
const due = (order: string) => balanceOf(operator, `buyer:${order}:refund_due`)
const lineNow = async (order: string, id: string) => (await partsOf(operator, order))[0]?.lines.find((line) => line.line_item_id === id)?.amount.minor
const overpaid = () => balanceOf(operator, "suspense:overpaid")

test("K2 an edit that makes a line cheaper: the difference is due to the buyer out of that line, once, and refunded within a day", async () => {
  const { order, mine, line, other, total } = await ordered()
  await reprice(order, line.line_item_id, (await priceOf(order, line.line_item_id)) - 2_000)
  const cut = total - (await medusaOrder(operator, order)).total
  expect(cut).toBeGreaterThan(0)
  await eventually(() => due(order), (minor) => minor === cut)
  expect([await lineNow(order, line.line_item_id), await lineNow(order, other.line_item_id)]).toEqual([line.amount.minor - cut, other.amount.minor])
  expect((await partsOf(operator, order))[0]).toMatchObject({ amount: { minor: mine.amount.minor - cut }, hold: { remaining: { minor: mine.amount.minor - cut } } })

  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  const medusa = await medusaOrder(operator, order)
  expect(refundsIn(medusa).map((each) => each.amount)).toEqual([cut])
  expect([await due(order), medusa.summary.pending_difference]).toEqual([0, 0])
  const before = await payable()
  await buyer.call("POST", `/store/parcels/${await send(member, mine.id)}/consent`, {})
  expect((await payable()) - before).toBe(mine.amount.minor - cut)
  expect(await queueOf(order)).toEqual([])
})

test("K2 a line made cheaper and, later, another taken out: each gives its own money, and neither twice", async () => {
  const { order, line, other, total } = await ordered()
  await reprice(order, line.line_item_id, (await priceOf(order, line.line_item_id)) - 2_000)
  const cut = total - (await medusaOrder(operator, order)).total
  await eventually(() => due(order), (minor) => minor === cut)
  await edit(order, `items/item/${other.line_item_id}`, { quantity: 0 })
  await eventually(() => due(order), (minor) => minor === cut + other.amount.minor)
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  const medusa = await medusaOrder(operator, order)
  expect(refundsIn(medusa).reduce((all, each) => all + each.amount, 0)).toBe(cut + other.amount.minor)
  expect([await due(order), medusa.summary.pending_difference]).toEqual([0, 0])
  expect((await partsOf(operator, order))[0]).toMatchObject({ amount: { minor: line.amount.minor - cut } })
})

test("K2 a line made cheaper after it was released: its merchant gives the difference back", async () => {
  const { order, mine, line, total } = await ordered()
  await buyer.call("POST", `/store/parcels/${await send(member, mine.id)}/consent`, {})
  const before = await payable()
  await reprice(order, line.line_item_id, (await priceOf(order, line.line_item_id)) - 2_000)
  const cut = total - (await medusaOrder(operator, order)).total
  await eventually(() => due(order), (minor) => minor === cut)
  expect((await payable()) - before).toBe(-cut)
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  expect(refundsIn(await medusaOrder(operator, order)).map((each) => each.amount)).toEqual([cut])

  // What was judged once is not judged again with the next edit.
  const own = await variantOfProduct(buyer, arcade.seed.own_product_id)
  await edit(order, "items", { items: [{ variant_id: own, quantity: 1, unit_price: 0 }] })
  await eventually(() => queueOf(order), (items) => items.length === 0)
  expect((await operator.call("POST", `/admin/shop-orders/${mine.id}/refund`, { amount_minor: 500, reason: "a scratch", reference: `after-${order}` })).status).toBe(200)
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  expect(refundsIn(await medusaOrder(operator, order)).map((each) => each.amount)).toEqual([cut, 500])
  expect([await payable(), await queueOf(order)]).toEqual([before - cut - 500, []])
})

test("P2 an edit that makes a line dearer: the queue, until it is paid for; then it is held, and released with the rest", async () => {
  const { order, mine, line, total } = await ordered()
  await reprice(order, line.line_item_id, (await priceOf(order, line.line_item_id)) + 3_000)
  const more = (await medusaOrder(operator, order)).total - total
  expect(await eventually(() => queueOf(order), (items) => items.length > 0)).toMatchObject([{ source: "edit", reference: expect.stringContaining(`price:${line.line_item_id}:`) as string, amount: { minor: 0 } }])
  expect((await partsOf(operator, order))[0]).toMatchObject({ amount: { minor: mine.amount.minor } })

  await payTheRest(order)
  const [part] = await eventually(() => partsOf(operator, order), ([each]) => each?.amount.minor === mine.amount.minor + more)
  expect(part?.hold.remaining.minor).toBe(mine.amount.minor + more)
  expect([await lineNow(order, line.line_item_id), await queueOf(order)]).toEqual([line.amount.minor + more, []])
  const before = await payable()
  await buyer.call("POST", `/store/parcels/${await send(member, mine.id)}/consent`, {})
  expect((await payable()) - before).toBe(mine.amount.minor + more)
})

test("K2 a line made dearer after it was sent: no parcel would bring the rest to its merchant, so that it waits in suspense and the queue names it, until it is refunded", async () => {
  const { order, mine, line, total } = await ordered()
  await send(member, mine.id)
  const waiting = await overpaid()
  await reprice(order, line.line_item_id, (await priceOf(order, line.line_item_id)) + 3_000)
  await payTheRest(order)
  const more = (await medusaOrder(operator, order)).total - total
  expect(await eventually(() => queueOf(order), (items) => items.length > 0)).toMatchObject([{ source: "edit", reference: `beyond:${order}:${more}` }])
  expect((await overpaid()) - waiting).toBe(more)
  expect((await partsOf(operator, order))[0]).toMatchObject({ state: "shipped", amount: { minor: mine.amount.minor } })

  const { body } = await operator.call<{ order: { payment_collections: { payments: { id: string; amount: number }[] }[] } }>("GET", `/admin/orders/${order}?fields=*payment_collections.payments`)
  const paid = body.order.payment_collections.flatMap((each) => each.payments).find((each) => each.amount === more)
  expect((await operator.call("POST", `/admin/payments/${paid?.id}/refund`, { amount: more })).status).toBe(200)
  await eventually(overpaid, (minor) => minor === waiting)
})

test("K2 or until an operator gives it to the merchant, once: then it is released money like any other, and a refund can take it back", async () => {
  const { order, mine, line, total } = await ordered()
  await send(member, mine.id)
  const [waiting, before] = [await overpaid(), await payable()]
  await reprice(order, line.line_item_id, (await priceOf(order, line.line_item_id)) + 3_000)
  await payTheRest(order)
  const more = (await medusaOrder(operator, order)).total - total
  const [item] = await eventually(() => queueOf(order), (items) => items.length > 0)
  const say = (body: object) => operator.call("POST", `/admin/suspense/${item?.id}/resolution`, { note: "gift wrapping, agreed by phone", ...body })
  expect(await say({ bearer: "marketplace" })).toMatchObject({ status: 400, body: { code: "suspense_bearer_wrong" } })
  expect(await say({ bearer: "merchant", shop_order_id: "sord_unknown" })).toMatchObject({ status: 404, body: { code: "shop_order_not_found" } })
  const both = await Promise.all([1, 2].map(() => say({ bearer: "merchant", shop_order_id: mine.id })))
  expect(both.map((reply) => reply.status).sort()).toEqual([200, 400])
  expect([(await overpaid()) - waiting, (await payable()) - before]).toEqual([0, more])
  const { body } = await operator.call<{ timeline: { parts: { money: { place: string; amount: { minor: number } }[] }[] } }>("GET", `/admin/orders/${order}/timeline`)
  expect(body.timeline.parts[0]?.money.map((piece) => [piece.place, piece.amount.minor])).toEqual([["hold", mine.amount.minor], ["payable", more]])
  expect((await operator.call("POST", `/admin/shop-orders/${mine.id}/refund`, { amount_minor: mine.amount.minor + more, reason: "all of it", reference: `all-${order}` })).status).toBe(200)
  expect((await payable()) - before).toBe(0)
})

test("K2 a line of the marketplace's own that an edit added: its own income once it is paid for, and no shop's", async () => {
  const { order, mine, total } = await ordered()
  const earned = async () => (await balanceOf(operator, "platform:order_income")) + (await balanceOf(operator, "platform:tax_due"))
  const before = await earned()
  const own = await variantOfProduct(buyer, arcade.seed.own_product_id)
  await edit(order, "items", { items: [{ variant_id: own, quantity: 1 }] })
  const more = (await medusaOrder(operator, order)).total - total
  expect(await eventually(() => queueOf(order), (items) => items.length > 0)).toMatchObject([{ source: "edit", reference: expect.stringMatching(/^added:/) as string }])
  await payTheRest(order)
  await eventually(() => queueOf(order), (items) => items.length === 0)
  expect((await earned()) - before).toBe(more)
  expect((await partsOf(operator, order))[0]).toMatchObject({ amount: { minor: mine.amount.minor } })

  // Made cheaper, it is owed to the buyer by no rule of ours: the queue says so for as long as Medusa does.
  const added = (await medusaOrder(operator, order)).items.find((item) => !mine.lines.some((line) => line.line_item_id === item.id))?.id ?? "none"
  const price = await priceOf(order, added)
  await reprice(order, added, price - 2_000)
  const cut = total + more - (await medusaOrder(operator, order)).total
  expect(await eventually(() => queueOf(order), (items) => items.length > 0)).toMatchObject([{ source: "edit", reference: `owes:${order}:${cut}`, amount: { minor: 0 } }])
  await reprice(order, added, price)
  await eventually(() => queueOf(order), (items) => items.length === 0)
})
