import { buyerOf, memberOf, operatorOf, type Client } from "../support/client"
import { medusaOrder, paidOrderOf, send } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode, capture, complete, filledCart, shopOrdersOf, variantOf, type Placed, type ShopOrder } from "../support/shopping"

jest.setTimeout(180_000)

type Money = { minor: number }
type Piece = { place: string; gate: string | null; waits_for: string | null; subject: string; since: string | null; until: string | null; amount: Money }
type Part = {
  shop_order_id: string; shop_id: string; state: string; amount: Money; money: Piece[]
  events: { at: string; life: string; event: string; to: string | null; amount: Money | null }[]; next_actions: { action: string; path: string }[]
}
type Timeline = { timeline: { order_id: string; at: string; money: Piece[]; events: Part["events"]; parts: Part[] } }

let arcade: Arcade
let operator: Client
let buyer: Client
let merchant: Client
let placed: Placed
let mine: ShopOrder
let variants: string[]

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer, merchant] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
  const shops = [0, 1].map((index) => arcade.seed.merchants[index]?.shops[0]?.id ?? "none")
  variants = []
  for (const shop of shops) variants.push(await variantOf(arcade, buyer, shop))
  placed = await complete(operator, buyer, await filledCart(arcade, buyer, variants))
  const orders = await shopOrdersOf(operator, placed.order_id, 2, "awaiting_payment")
  const own = orders.find((order) => order.shop_id === shops[0])
  if (!own) throw new Error("no shop order")
  mine = own
})
afterAll(() => arcade?.stop())

const partOf = ({ timeline }: Timeline) => timeline.parts.find((part) => part.shop_order_id === mine.id) ?? ({} as Part)
/** The same part as the three sides see it. */
async function seen(): Promise<{ buyer: Part; merchant: Part; operator: Part }> {
  const [forBuyer, forMerchant, forOperator] = await Promise.all([
    buyer.call<Timeline>("GET", `/store/orders/${placed.order_id}/timeline`),
    merchant.call<Timeline>("GET", `/merchant/shop-orders/${mine.id}/timeline`),
    operator.call<Timeline>("GET", `/admin/orders/${placed.order_id}/timeline`),
  ])
  return { buyer: partOf(forBuyer.body), merchant: partOf(forMerchant.body), operator: partOf(forOperator.body) }
}
const actions = (part: Part) => part.next_actions.map((each) => each.action)

test("P2 unpaid: all of it waits for the buyer's payment; each side sees only what is its to see", async () => {
  const views = await seen()
  const gate = [{ place: "unpaid", gate: "payment", waits_for: "buyer", subject: mine.id, amount: { minor: mine.amount.minor } }]
  for (const part of Object.values(views)) expect(part.money).toMatchObject(gate)
  const { body: whole } = await operator.call<Timeline>("GET", `/admin/orders/${placed.order_id}/timeline`)
  const { body: own } = await merchant.call<Timeline>("GET", `/merchant/shop-orders/${mine.id}/timeline`)
  expect([whole.timeline.parts.length, own.timeline.parts.length]).toEqual([2, 1])
})

test("K2 K3 paid: it is held and waits for the merchant to send; the capture is told with its amount", async () => {
  await capture(operator, placed)
  await shopOrdersOf(operator, placed.order_id, 2, "paid")
  const { merchant: desk, buyer: theirs } = await seen()
  expect(desk.money).toMatchObject([{ place: "hold", gate: "tracking", waits_for: "merchant", amount: { minor: mine.amount.minor } }])
  expect(actions(desk)).toContain("accept")
  expect(actions(theirs)).not.toContain("accept")
  expect(desk.events.filter((each) => each.life === "payment")).toMatchObject([{ event: "capture", amount: { minor: mine.amount.minor } }])
})

test("K4 sent: it waits for the carrier; arrived: for the buyer's word, until the window closes", async () => {
  await merchant.call("POST", `/merchant/shop-orders/${mine.id}/acceptance`, {})
  await merchant.call("POST", `/merchant/shop-orders/${mine.id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })
  const sent = await seen()
  expect(sent.operator.money).toMatchObject([{ place: "hold", gate: "delivery", waits_for: "carrier", until: null }])
  expect(actions(sent.operator)).toContain("deliver")
  const parcel = sent.operator.money[0]?.subject ?? "none"
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  const arrived = await seen()
  const [row] = await arcade.sql<{ due_at: Date }>("select due_at from consent_window where parcel_id = $1", [parcel])
  for (const part of Object.values(arrived)) {
    expect(part.money).toMatchObject([{ place: "hold", gate: "consent", waits_for: "buyer", subject: parcel, until: row?.due_at.toISOString() }])
  }
  expect(actions(arrived.buyer)).toContain("consent")
  await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
})

test("K5 released: the buyer is told it is the merchant's, the merchant may ask for it", async () => {
  const { buyer: theirs, merchant: desk } = await seen()
  expect(theirs.money).toMatchObject([{ place: "merchant", gate: null, until: null }])
  expect(desk.money).toMatchObject([{ place: "payable", gate: "request", waits_for: "merchant", amount: { minor: mine.amount.minor } }])
  expect(desk.next_actions).toContainEqual({ action: "request_settlement", method: "POST", path: "/merchant/settlements" })
})

test("K6 asked for: an operator approves, then the bank pays by the latest day; the buyer is told nothing of it", async () => {
  const { body } = await merchant.call<{ settlement: { id: string } }>("POST", "/merchant/settlements", {})
  const asked = await seen()
  expect(asked.operator.money).toMatchObject([{ place: "in_settlement", gate: "bank", waits_for: "operator", subject: body.settlement.id, until: expect.any(String) as string }])
  expect(asked.operator.next_actions).toContainEqual({ action: "approve", method: "POST", path: `/admin/settlements/${body.settlement.id}/approval` })
  expect(actions(asked.merchant)).not.toContain("request_settlement")
  const approved = await operator.call<{ settlement: { transfers: { id: string }[] } }>("POST", `/admin/settlements/${body.settlement.id}/approval`, {})
  expect((await seen()).merchant.money).toMatchObject([{ gate: "bank", waits_for: "bank" }])
  await operator.call("POST", `/admin/transfers/${approved.body.settlement.transfers[0]?.id}/payment`, { bank: "mellat", bank_reference: "140508010077" })
  const paid = await seen()
  expect(paid.merchant.money).toMatchObject([{ place: "paid_out", gate: null, amount: { minor: mine.amount.minor } }])
  expect(paid.buyer.money).toMatchObject([{ place: "merchant" }])
  expect(JSON.stringify(paid.buyer)).not.toContain(body.settlement.id)
})

test("K18 the whole story of the part is told in order, to its end", async () => {
  const { merchant: desk } = await seen()
  const told = desk.events.filter((each) => each.life === "shop order").map((each) => each.to)
  expect(told).toEqual(["paid", "preparing", "shipped", "delivered", "completed"])
  expect([...desk.events].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map((each) => each.at)).toEqual(desk.events.map((each) => each.at))
})

test("K2 cancelled, refunded, charged back: each has its piece and its event, and the buyer's pieces stay what was captured", async () => {
  const { placed: order, parts } = await paidOrderOf(arcade, operator, buyer, variants, 2)
  const [own, other] = [parts.find((part) => part.shop_id === mine.shop_id), parts.find((part) => part.shop_id !== mine.shop_id)]
  const { total } = await medusaOrder(operator, order.order_id)
  const look = async () => (await buyer.call<Timeline>("GET", `/store/orders/${order.order_id}/timeline`)).body.timeline
  const of = (timeline: Timeline["timeline"], id = own?.id) => timeline.parts.find((part) => part.shop_order_id === id)
  const held = async (places: Record<string, number>) => {
    const timeline = await look()
    const all = [...timeline.money, ...timeline.parts.flatMap((part) => part.money)]
    expect(all.reduce((minor, piece) => minor + piece.amount.minor, 0)).toBe(total)
    expect(Object.fromEntries((of(timeline)?.money ?? []).map((piece) => [piece.place, piece.amount.minor]))).toEqual(places)
    return timeline
  }
  const whole = own?.amount.minor ?? 0
  const refund = (amount_minor: number, reference: string) => operator.call("POST", `/admin/shop-orders/${own?.id}/refund`, { amount_minor, reason: "a scratch", reference })
  await held({ hold: whole })

  await refund(1_000, "t1")
  await held({ hold: whole - 1_000, refunded: 1_000 })
  await buyer.call("POST", `/store/orders/${order.order_id}/shop-orders/${other?.id}/cancellation`, {})
  expect(of(await held({ hold: whole - 1_000, refunded: 1_000 }), other?.id)?.money).toMatchObject([{ place: "refunded", amount: { minor: other?.amount.minor } }])
  await operator.call("POST", "/admin/chargebacks", { order_id: order.order_id, provider: "pp_system_default", reference: `taken-${order.order_id}`, amount_minor: 2_000 })
  await held({ hold: whole - 3_000, refunded: 1_000, charged_back: 2_000 })

  const parcel = await send(merchant, own?.id ?? "none")
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
  await refund(500, "t2")
  const told = of(await held({ merchant: whole - 3_500, refunded: 1_500, charged_back: 2_000 }))
  expect(told?.events.filter((each) => each.life === "money" || each.life === "refund").map(({ life, event, amount }) => [life, event, amount?.minor])).toEqual([
    ["money", "owe_refund", 1_000], ["refund", "execute", 1_000], ["refund", "succeed", 1_000], ["money", "charge_back", 2_000],
    ["money", "owe_refund", 500], ["refund", "execute", 500], ["refund", "succeed", 500],
  ])
  const { body } = await merchant.call<Timeline>("GET", `/merchant/shop-orders/${own?.id}/timeline`)
  expect(of(body.timeline)?.money).toMatchObject([{ place: "payable", gate: "request", amount: { minor: whole - 3_500 } }, { place: "refunded" }, { place: "charged_back" }])
  expect(body.timeline.money).toEqual([])
})
