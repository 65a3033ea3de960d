import { buyerOf, memberOf, newBuyerOf, operatorOf, type Client } from "../support/client"
import { balanceOf, brokenInvariants, medusaOrder, paidOrderOf, partsOf, refundsIn, send, variantsOf, type PartWithLines } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"
import { complete, filledCart, shopOrdersOf } from "../support/shopping"

jest.setTimeout(240_000)

type Cancelled = { cancellation: { id: string; whole: boolean; in_medusa: boolean; amount: { minor: number }; refund: { id: string; state: string; amount: { minor: number } } | null } }

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let rival: Client
let variants: string[]
let others: string[]
let shop: string

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer, member, rival] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade), memberOf(arcade, 1)])
  const shopOf = async (as: Client) => (await as.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")).body.shops[0]?.id ?? "none"
  shop = await shopOf(member)
  variants = await variantsOf(arcade, buyer, shop, 2)
  others = await variantsOf(arcade, buyer, await shopOf(rival), 1)
})
afterAll(() => arcade?.stop())
afterEach(async () => expect(await brokenInvariants(operator)).toEqual([]))

const twoShops = async () => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, [...variants, ...others], 2)
  const mine = parts.find((part) => part.shop_id === shop) as PartWithLines
  const theirs = parts.find((part) => part.shop_id !== shop) as PartWithLines
  return { order: placed.order_id, mine, theirs }
}
const asBuyer = (order: string, part: string, as = buyer) => as.call<Cancelled>("POST", `/store/orders/${order}/shop-orders/${part}/cancellation`, {})
const asSeller = (part: string, body: object = {}, as = member) => as.call<Cancelled>("POST", `/merchant/shop-orders/${part}/cancellation`, { reason: "out of stock", ...body })
const asOperator = (order: string, body: object = {}) => operator.call<Cancelled>("POST", `/admin/orders/${order}/custody-cancellation`, { reason: "the buyer called", ...body })
const reserved = async (order: string) => {
  const [row] = await arcade.sql<{ all: string }>(
    `select coalesce(sum(r.quantity), 0) as all from reservation_item r join order_item i on i.item_id = r.line_item_id where i.order_id = $1 and r.deleted_at is null`, [order],
  )
  return Number(row?.all)
}

test("P2 K1 the buyer cancels one shop's part while its merchant does not work on it: money, stock and Medusa's totals follow", async () => {
  const { order, mine, theirs } = await twoShops()
  const before = await medusaOrder(operator, order)
  const stock = await reserved(order)
  const { status, body } = await asBuyer(order, mine.id)
  expect(status).toBe(200)
  expect(body.cancellation).toMatchObject({ whole: false, in_medusa: true, amount: { minor: mine.amount.minor }, refund: { state: "executed", amount: { minor: mine.amount.minor } } })

  const parts = await partsOf(operator, order)
  expect(parts.find((part) => part.id === mine.id)).toMatchObject({ state: "cancelled", hold: { state: "finished", remaining: { minor: 0 } } })
  expect(parts.find((part) => part.id === theirs.id)).toMatchObject({ state: "paid", hold: { remaining: { minor: theirs.amount.minor } } })
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(0)

  const after = await medusaOrder(operator, order)
  expect(after.items.filter((item) => item.quantity > 0)).toHaveLength(1)
  expect(before.total - after.total).toBe(mine.amount.minor)
  expect(after.summary.pending_difference).toBe(0)
  expect(refundsIn(after).map((refund) => refund.amount)).toEqual([mine.amount.minor])
  expect(await reserved(order)).toBeLessThan(stock)
  expect(await asBuyer(order, mine.id)).toMatchObject({ status: 400, body: { code: "nothing_to_cancel" } })
})

test("the buyer cancels until the merchant works on it, and only an own order", async () => {
  const { order, mine } = await twoShops()
  expect(await asBuyer(order, mine.id, await newBuyerOf(arcade))).toMatchObject({ status: 404, body: { code: "order_not_found" } })
  await member.call("POST", `/merchant/shop-orders/${mine.id}/acceptance`, {})
  expect(await asBuyer(order, mine.id)).toMatchObject({ status: 400, body: { code: "cancellation_too_late" } })
})

test("P2 the buyer cancels one line, then the whole order: each is refunded, and nothing that is being prepared is touched", async () => {
  const { order, mine, theirs } = await twoShops()
  const [first] = mine.lines
  const lines = (ids: unknown[]) => buyer.call<Cancelled>("POST", `/store/orders/${order}/shop-orders/${mine.id}/cancellation`, { line_item_ids: ids })
  expect(await lines([theirs.lines[0]?.line_item_id])).toMatchObject({ status: 400, body: { code: "line_not_in_shop_order" } })
  expect((await lines([first?.line_item_id])).body.cancellation).toMatchObject({ whole: false, in_medusa: true, refund: { state: "executed", amount: { minor: first?.amount.minor } } })

  const all = (as = buyer) => as.call<Cancelled>("POST", `/store/orders/${order}/cancellation`, {})
  const offered = async () => {
    const { body } = await buyer.call<{ custody: { next_actions: { action: string; path: string }[] } }>("GET", `/store/orders/${order}/custody`)
    return body.custody.next_actions.map((each) => each.path)
  }
  expect(await all(await newBuyerOf(arcade))).toMatchObject({ status: 404, body: { code: "order_not_found" } })
  expect(await offered()).toEqual([`/store/orders/${order}/cancellation`])
  const { body } = await all()
  expect(body.cancellation).toMatchObject({ whole: true, in_medusa: true, refund: { state: "executed" } })
  const after = await medusaOrder(operator, order)
  expect(after.status).toBe("canceled")
  expect(refundsIn(after).map((refund) => refund.amount)).toEqual([first?.amount.minor, body.cancellation.refund?.amount.minor])
  expect(await offered()).toEqual([])
  expect(await all()).toMatchObject({ status: 400, body: { code: "nothing_to_cancel" } })
})

test("P2 an order of which one part is being prepared is not cancelled whole by its buyer: nothing of it changes", async () => {
  const { order, mine, theirs } = await twoShops()
  await member.call("POST", `/merchant/shop-orders/${mine.id}/acceptance`, {})
  expect(await buyer.call("POST", `/store/orders/${order}/cancellation`, {})).toMatchObject({ status: 400, body: { code: "cancellation_too_late" } })
  const parts = await partsOf(operator, order)
  expect(new Map(parts.map((part) => [part.id, part.state]))).toEqual(new Map([[mine.id, "preparing"], [theirs.id, "paid"]]))
  expect((await buyer.call<{ timeline: { next_actions: unknown[] } }>("GET", `/store/orders/${order}/timeline`)).body.timeline.next_actions).toEqual([])
  expect(await asBuyer(order, theirs.id)).toMatchObject({ status: 200 })
})

test("O8 the seller cancels a line: the buyer is refunded for it, the fact is kept, the rest is sent and released", async () => {
  const { order, mine } = await twoShops()
  const [first, second] = mine.lines
  await member.call("POST", `/merchant/shop-orders/${mine.id}/acceptance`, {})
  expect(await asSeller(mine.id, { line_item_ids: ["ordli_nobody"] })).toMatchObject({ status: 400, body: { code: "line_not_in_shop_order" } })
  const { body } = await asSeller(mine.id, { line_item_ids: [first?.line_item_id] })
  expect(body.cancellation).toMatchObject({ in_medusa: true, refund: { state: "executed", amount: { minor: first?.amount.minor } } })
  const facts = await arcade.sql<{ hours_since_final: number; amount_minor: string }>("select * from seller_cancellation where shop_order_id = $1", [mine.id])
  expect(facts).toMatchObject([{ hours_since_final: 0, amount_minor: String(first?.amount.minor), shop_id: shop }])

  const parcel = await send(member, mine.id)
  expect(await asSeller(mine.id)).toMatchObject({ status: 400, body: { code: "part_already_sent" } })
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
  const part = (await partsOf(operator, order)).find((each) => each.id === mine.id)
  expect(part).toMatchObject({ state: "completed", amount: { minor: second?.amount.minor }, hold: { state: "finished", remaining: { minor: 0 } } })
})

test("an operator cancels the whole order: everything comes back, shipping too, and Medusa's order is cancelled", async () => {
  const { order } = await twoShops()
  const { total } = await medusaOrder(operator, order)
  const { body } = await asOperator(order)
  expect(body.cancellation).toMatchObject({ whole: true, in_medusa: true, refund: { state: "executed", amount: { minor: total } } })
  const after = await medusaOrder(operator, order)
  expect(after.status).toBe("canceled")
  expect(refundsIn(after).map((refund) => refund.amount)).toEqual([total])
  expect(await reserved(order)).toBe(0)
  expect(await asOperator(order)).toMatchObject({ status: 400, body: { code: "nothing_to_cancel" } })
})

test("P2 an order that nobody has paid is cancelled without a refund", async () => {
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, variants))
  await shopOrdersOf(operator, placed.order_id, 1, "awaiting_payment")
  const { body } = await asOperator(placed.order_id)
  expect(body.cancellation).toMatchObject({ whole: true, in_medusa: true, refund: null })
  expect((await medusaOrder(operator, placed.order_id)).status).toBe("canceled")
  expect(await partsOf(operator, placed.order_id)).toMatchObject([{ state: "cancelled", hold: { state: "finished" } }])
})

test("eight cancellations at once cancel and refund once", async () => {
  const { order, mine } = await twoShops()
  const all = await Promise.all(Array.from({ length: 8 }, () => asOperator(order, { shop_order_id: mine.id })))
  expect(all.filter((reply) => reply.status === 200)).toHaveLength(1)
  expect(new Set(all.filter((reply) => reply.status !== 200).map((reply) => reply.body.code))).toEqual(new Set(["nothing_to_cancel"]))
  expect(refundsIn(await medusaOrder(operator, order)).map((refund) => refund.amount)).toEqual([mine.amount.minor])
})

test("two shops cancel at the same moment: Medusa takes one change of an order after the other", async () => {
  const { order, mine, theirs } = await twoShops()
  const [a, b] = await Promise.all([asSeller(mine.id), asSeller(theirs.id, {}, rival)])
  expect([a.status, b.status]).toEqual([200, 200])
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  const after = await medusaOrder(operator, order)
  expect(after.status).toBe("canceled")
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(0)
})
