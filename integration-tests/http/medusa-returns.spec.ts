import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { balanceOf, brokenInvariants, medusaOrder, paidOrderOf, partsOf, refundsIn, send, variantsOf, type PartWithLines } from "../support/orders"
import { returnsDesk } from "../support/returns-desk"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode, variantOfProduct } from "../support/shopping"

jest.setTimeout(300_000)

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let rival: Client
let variants: string[]
let theirs: string[]
let shop: string
let place: string

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer, member, rival] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade), memberOf(arcade, 1)])
  const shopOf = async (as: Client) => (await as.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")).body.shops[0]?.id ?? "none"
  shop = await shopOf(member)
  variants = await variantsOf(arcade, buyer, shop, 3)
  theirs = await variantsOf(arcade, buyer, await shopOf(rival), 1)
  place = (await arcade.sql<{ id: string }>("select id from stock_location where deleted_at is null limit 1"))[0]?.id ?? "none"
})
afterAll(() => arcade?.stop())
const { say, sendBack, claim, exchange } = returnsDesk(() => ({ arcade, operator, place }))
afterEach(async () => {
  expect(await brokenInvariants(operator)).toEqual([])
  const { proof } = (await operator.call<{ proof: { green: boolean; differences: unknown[] } }>("POST", "/admin/custody-proof", {})).body
  expect(proof).toMatchObject({ green: true, differences: [] })
})

type Bought = { order: string; payment: string; mine: PartWithLines; other: PartWithLines | undefined; line: string; parcel: string }
/** A paid order of ours and perhaps of another shop, of which our part has been sent and has arrived. */
async function arrived(wanted = variants.slice(0, 1), more: string[] = []): Promise<Bought> {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, [...wanted, ...more], more.length > 0 ? 2 : 1)
  const mine = parts.find((part) => part.shop_id === shop) as PartWithLines
  const parcel = await send(member, mine.id)
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  return { order: placed.order_id, payment: placed.payment_id, mine, other: parts.find((part) => part.shop_id !== shop), line: mine.lines[0]?.line_item_id ?? "none", parcel }
}
const consent = (parcel: string) => buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
const tomorrow = () => operator.call("POST", "/admin/clock", { advance_days: 1 })
const settledIn = async (order: string, refunded: number) => {
  const medusa = await medusaOrder(operator, order)
  expect(refundsIn(medusa).reduce((all, refund) => all + refund.amount, 0)).toBe(refunded)
  expect(medusa.summary.pending_difference).toBe(0)
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(0)
}
const payable = () => balanceOf(operator, `merchant:${arcade.seed.merchants[0]?.merchant_id}:payable`)
const due = (order: string) => eventually(() => balanceOf(operator, `buyer:${order}:refund_due`), (minor) => minor > 0)
const myPart = async (order: string) => (await partsOf(operator, order)).find((part) => part.shop_id === shop)
const rulesOf = (order: string) =>
  eventually(async () => (await arcade.sql<{ rule: string }>("select rule from escrow_made_refund where order_id = $1", [order])).map((row) => row.rule), (rules) => rules.length > 0)

test("K2 a return received while the money is held: its own shop's hold gives it back, and the parcel waits for nothing", async () => {
  const { order, mine, other, line } = await arrived(variants.slice(0, 1), theirs)
  await sendBack(order, line)
  expect(await due(order)).toBe(mine.amount.minor)
  const parts = await partsOf(operator, order)
  expect(parts.find((part) => part.shop_id === shop)).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } }, parcels: [{ state: "refunded", window: { state: "decided" } }] })
  expect(parts.find((part) => part.shop_id !== shop)).toMatchObject({ state: "paid", hold: { remaining: { minor: other?.amount.minor } } })
  await tomorrow()
  await settledIn(order, mine.amount.minor)
})

test("K2 what is due to the buyer is met by a chargeback, so that nobody is paid twice; when the bank gives it back it is due again", async () => {
  const { order, mine, line } = await arrived(variants.slice(0, 1), theirs)
  await sendBack(order, line)
  const owed = await due(order)
  const taken = async (amount_minor: number, reference: string) =>
    (await say<{ chargeback: { id: string } }>("/admin/chargebacks", { order_id: order, provider: "pp_system_default", reference: `${reference}-${order}`, amount_minor })).chargeback.id
  // Two refunds of one part wait when it comes: what is taken of both is one outflow.
  await arcade.sql("insert into escrow_refund (id, order_id, shop_order_id, state, currency, amount_minor, reason, execute_after) select 'rfnd_half', order_id, shop_order_id, state, currency, 600, reason, execute_after from escrow_refund where order_id = $1", [order])
  await arcade.sql("update escrow_refund set amount_minor = amount_minor - 600 where order_id = $1 and id <> 'rfnd_half'", [order])
  await taken(1_000, "first")
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(owed - 1_000)
  const second = await taken(owed, "second")
  const executed = async () => {
    const { body } = await operator.call<{ refunds: { state: string; amount: { minor: number } }[] }>("GET", `/admin/refunds?order_id=${order}`)
    return body.refunds.reduce((all, each) => all + (each.state === "executed" ? each.amount.minor : 0), 0)
  }
  expect(await executed()).toBe(owed)
  const rest = async () => (await partsOf(operator, order)).find((part) => part.shop_id !== shop)?.hold.remaining.minor ?? 0
  const [held, released] = [await rest(), await payable()]

  await tomorrow()
  expect(refundsIn(await medusaOrder(operator, order))).toEqual([])
  expect([await balanceOf(operator, `buyer:${order}:refund_due`), await rest(), await payable()]).toEqual([0, held, released])

  await say(`/admin/chargebacks/${second}/win`, { reference: `won-${order}`, note: "the bank was wrong" })
  await eventually(() => balanceOf(operator, `buyer:${order}:refund_due`), (minor) => minor === 0)
  expect(await executed()).toBe(owed + owed - 1_000)
  expect(refundsIn(await medusaOrder(operator, order)).map((each) => each.amount)).toEqual([owed - 1_000])
  expect(owed).toBe(mine.amount.minor)
  expect(await rest()).toBe(held + 1_000)
})

test("O3 what the operator keeps back for the way of the return stays the merchant's: the buyer gets the rest", async () => {
  const { order, mine, line } = await arrived()
  const before = await payable()
  await sendBack(order, line, 3000)
  expect(await due(order)).toBe(mine.amount.minor - 3000)
  expect((await payable()) - before).toBe(3000)
  await tomorrow()
  await settledIn(order, mine.amount.minor - 3000)
})

test("K4 one of two lines comes back: the parcel is smaller by it, and the window of the rest goes on", async () => {
  const { order, mine, line, parcel } = await arrived(variants.slice(0, 2))
  const [back, stays] = mine.lines
  await sendBack(order, line)
  expect(await due(order)).toBe(back?.amount.minor)
  expect(await myPart(order)).toMatchObject({ state: "delivered", parcels: [{ state: "delivered", window: { state: "open" } }], hold: { remaining: { minor: stays?.amount.minor } } })
  const before = await payable()
  await consent(parcel)
  expect((await payable()) - before).toBe(stays?.amount.minor)
  await tomorrow()
  await settledIn(order, back?.amount.minor ?? 0)
})

test("K4 a return of a parcel that the buyer objected to: its case is decided by it", async () => {
  const { order, mine, line, parcel } = await arrived()
  const { body } = await buyer.call<{ case: { id: string } }>("POST", `/store/parcels/${parcel}/objection`, { reason: "damaged", text: "the glass is broken" })
  await sendBack(order, line)
  expect(await due(order)).toBe(mine.amount.minor)
  const decided = await operator.call<{ case: { state: string; verdict: string; refund: { minor: number } } }>("GET", `/admin/cases/${body.case.id}`)
  expect(decided.body.case).toMatchObject({ state: "decided", verdict: "buyer", refund: { minor: mine.amount.minor } })
  await tomorrow()
  await settledIn(order, mine.amount.minor)
})

test("K5 a return after release, and even after settlement, is the merchant's: below zero if it must; the operator's refund by hand executes it", async () => {
  const { order, payment, mine, line, parcel } = await arrived()
  await consent(parcel)
  await tomorrow() // Medusa's fulfilment is marked as delivered
  await member.call("POST", "/merchant/settlements", {})
  const before = await payable()
  expect(before).toBe(0)
  await sendBack(order, line)
  expect(await due(order)).toBe(mine.amount.minor)
  expect(await payable()).toBe(-mine.amount.minor)
  await say(`/admin/payments/${payment}/refund`, { amount: mine.amount.minor })
  expect(await rulesOf(order)).toEqual(["was_due"])
  await settledIn(order, mine.amount.minor)
})

test("a claim makes nothing due; the refund by hand after it is its line's shop's, not pro rata: held, then released", async () => {
  const { order, payment, mine, other, line, parcel } = await arrived(variants.slice(0, 1), theirs)
  await claim(order, line)
  await eventually(() => arcade.sql("select 1 from escrow_sent_back where order_id = $1 and open_minor > 0", [order]), (rows) => rows.length === 1)
  await say(`/admin/payments/${payment}/refund`, { amount: 1000 })
  expect(await rulesOf(order)).toEqual(["claimed"])
  const parts = await partsOf(operator, order)
  expect(parts.find((part) => part.shop_id === shop)).toMatchObject({ hold: { remaining: { minor: mine.amount.minor - 1000 } } })
  expect(parts.find((part) => part.shop_id !== shop)).toMatchObject({ hold: { remaining: { minor: other?.amount.minor } } })
  await consent(parcel)
  const before = await payable()
  await say(`/admin/payments/${payment}/refund`, { amount: 2000 })
  await eventually(payable, (minor) => minor === before - 2000)
  expect((await partsOf(operator, order)).find((part) => part.shop_id !== shop)).toMatchObject({ hold: { remaining: { minor: other?.amount.minor } } })
  await settledIn(order, 3000)
})

test("a return of the marketplace's own goods: the refund by hand is its own income's, and no shop's", async () => {
  const own = await variantOfProduct(buyer, arcade.seed.own_product_id)
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, [...variants.slice(0, 1), own], 1)
  const order = placed.order_id
  const medusa = await medusaOrder(operator, order)
  const mine = new Set(parts.flatMap((part) => part.lines.map((line) => line.line_item_id)))
  const item = medusa.items.find((each) => !mine.has(each.id))
  await say(`/admin/orders/${order}/fulfillments`, { items: [{ id: item?.id, quantity: 1 }] })
  const income = await balanceOf(operator, "platform:order_income")
  await sendBack(order, item?.id ?? "none")
  await eventually(() => arcade.sql("select 1 from escrow_sent_back where order_id = $1 and open_minor > 0", [order]), (rows) => rows.length === 1)
  await say(`/admin/payments/${placed.payment_id}/refund`, { amount: item?.total })
  expect(await rulesOf(order)).toEqual(["claimed"])
  expect(income - (await balanceOf(operator, "platform:order_income"))).toBe(item?.total)
  expect((await partsOf(operator, order))[0]).toMatchObject({ hold: { remaining: { minor: parts[0]?.amount.minor } } })
  await settledIn(order, item?.total ?? 0)
})

/** Our part has two lines, of which one is in a parcel that has arrived. */
async function halfSent(): Promise<Bought> {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, variants.slice(0, 2), 1)
  const mine = parts[0] as PartWithLines
  const line = mine.lines[0]?.line_item_id ?? "none"
  await member.call("POST", `/merchant/shop-orders/${mine.id}/acceptance`, {})
  const { body } = await member.call<{ shop_order: PartWithLines }>("POST", `/merchant/shop-orders/${mine.id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode(), items: [{ line_item_id: line, quantity: 1 }] })
  const parcel = body.shop_order.parcels[0]?.id ?? "none"
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  return { order: placed.order_id, payment: placed.payment_id, mine, other: undefined, line, parcel }
}
/** The buyer pays what Medusa's order lacks. @returns how much that was */
async function payTheRest(order: string): Promise<number> {
  const { body } = await operator.call<{ order: { payment_collections: { id: string; status: string; amount: number }[] } }>("GET", `/admin/orders/${order}?fields=*payment_collections`)
  const unpaid = body.order.payment_collections.find((each) => each.status === "not_paid")
  await say(`/admin/payment-collections/${unpaid?.id}/mark-as-paid`, { order_id: order })
  return unpaid?.amount ?? 0
}
const linesOf = async (order: string) => (await myPart(order))?.lines.length ?? 0

test("K17 a claim with a replacement for nothing: its shop sends it in a parcel without money, which the buyer answers like any other", async () => {
  const { order, mine, line, parcel } = await halfSent()
  await claim(order, line, { variant_id: variants[2] ?? "none", quantity: 1, unit_price: 0 })
  await eventually(() => linesOf(order), (count) => count === 3)
  const queue = await operator.call<{ suspense_items: { order_id: string }[] }>("GET", "/admin/suspense?limit=200")
  expect(queue.body.suspense_items.filter((item) => item.order_id === order)).toEqual([])
  const { body } = await member.call<{ shop_order: PartWithLines }>("POST", `/merchant/shop-orders/${mine.id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })
  const before = await payable()
  for (const each of body.shop_order.parcels.map((row) => row.id)) {
    if (each !== parcel) await operator.call("POST", `/admin/parcels/${each}/delivery`, { note: "the carrier says so" })
    await consent(each)
  }
  expect((await payable()) - before).toBe(mine.amount.minor)
  expect(await myPart(order)).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })
  await settledIn(order, 0)
})

test("an exchange for something dearer: what came back pays for it, the buyer the difference, and then the shop may send it", async () => {
  const { order, mine, line } = await halfSent()
  const back = mine.lines[0]?.amount.minor ?? 0
  await exchange(order, line, { variant_id: variants[2] ?? "none", quantity: 1, unit_price: back + 5000 })
  await eventually(() => balanceOf(operator, "suspense:overpaid"), (minor) => minor === back)
  expect(await linesOf(order)).toBe(2) // nothing leaves that is not paid for
  expect(await payTheRest(order)).toBe(5000)
  await eventually(() => linesOf(order), (count) => count === 3)
  expect(await balanceOf(operator, "suspense:overpaid")).toBe(0)
  expect(await myPart(order)).toMatchObject({ state: "partly_shipped", hold: { remaining: { minor: mine.amount.minor + 5000 } } })
  await settledIn(order, 0)
})

const queued = async (order: string) =>
  (await operator.call<{ suspense_items: { order_id: string; state: string }[] }>("GET", "/admin/suspense?limit=200")).body.suspense_items.filter((item) => item.order_id === order && item.state === "open")
/** Sends what our part has left, and the buyer is satisfied. @returns what the merchant got for it */
async function sendTheRest(part: string): Promise<number> {
  const { body } = await member.call<{ shop_order: PartWithLines }>("POST", `/merchant/shop-orders/${part}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })
  const sent = body.shop_order.parcels.find((parcel) => parcel.state === "handed_over")?.id ?? "none"
  const before = await payable()
  await operator.call("POST", `/admin/parcels/${sent}/delivery`, { note: "the carrier says so" })
  await consent(sent)
  return (await payable()) - before
}

test.each([["delivered", false], ["completed", true]] as const)("K17 a claim with a replacement for nothing opens a part that is all %s again", async (_how, satisfied) => {
  const { order, mine, line, parcel } = await arrived()
  if (satisfied) await consent(parcel)
  await claim(order, line, { variant_id: variants[2] ?? "none", quantity: 1, unit_price: 0 })
  await eventually(() => linesOf(order), (count) => count === 2)
  expect(await myPart(order)).toMatchObject({ state: "partly_shipped", hold: { remaining: { minor: satisfied ? 0 : mine.amount.minor } } })
  expect(await queued(order)).toEqual([])
  expect(await sendTheRest(mine.id)).toBe(0)
  if (!satisfied) await consent(parcel)
  expect(await myPart(order)).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })
  await settledIn(order, 0)
})

test.each([["held", false], ["released", true]] as const)("P2 an exchange for something dearer in a part that is all sent, its money %s: paid for, it opens the part again", async (_how, satisfied) => {
  const { order, mine, line, parcel } = await arrived()
  const before = await payable()
  if (satisfied) await consent(parcel)
  const price = mine.amount.minor + 5000
  await exchange(order, line, { variant_id: variants[2] ?? "none", quantity: 1, unit_price: price })
  await eventually(() => balanceOf(operator, "suspense:overpaid"), (minor) => minor === mine.amount.minor)
  expect(await payable()).toBe(before) // what it was given for what came back pays for what goes out
  await payTheRest(order)
  await eventually(() => linesOf(order), (count) => count === 2)
  expect(await myPart(order)).toMatchObject({ state: "partly_shipped", hold: { state: "held", remaining: { minor: price } } })
  expect(await queued(order)).toEqual([])
  expect(await sendTheRest(mine.id)).toBe(price)
  expect(await myPart(order)).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })
  await settledIn(order, 0)
})

test("K2 a return received while Medusa does not know of a cancellation yet: both are given back in full", async () => {
  const { order, mine, other, line } = await arrived(variants.slice(0, 1), theirs)
  await say("/admin/order-edits", { order_id: order }) // while it is open, Medusa takes no other change of the order
  const { body } = await rival.call<{ cancellation: { in_medusa: boolean } }>("POST", `/merchant/shop-orders/${other?.id}/cancellation`, { reason: "out of stock" })
  expect(body.cancellation.in_medusa).toBe(false)
  await operator.call("DELETE", `/admin/order-edits/${order}`)
  await sendBack(order, line)
  const back = () => arcade.sql<{ minor: string }>("select amount_minor as minor from escrow_refund where order_id = $1 and shop_order_id = $2", [order, mine.id])
  expect(await eventually(back, (rows) => rows.length > 0)).toEqual([{ minor: String(mine.amount.minor) }])
  await tomorrow()
  await settledIn(order, mine.amount.minor + (other?.amount.minor ?? 0))
})

test("an exchange for something cheaper: the difference goes back to the buyer", async () => {
  const { order, mine, line } = await halfSent()
  const back = mine.lines[0]?.amount.minor ?? 0
  await exchange(order, line, { variant_id: variants[2] ?? "none", quantity: 1, unit_price: back - 5000 })
  expect(await due(order)).toBe(5000)
  await eventually(() => linesOf(order), (count) => count === 3)
  expect(await myPart(order)).toMatchObject({ hold: { remaining: { minor: mine.amount.minor - 5000 } } })
  await tomorrow()
  await settledIn(order, 5000)
})
