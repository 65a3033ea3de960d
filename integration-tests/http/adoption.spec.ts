import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { balanceOf, brokenInvariants, medusaOrder, paidOrderOf, partsOf, refundsIn, send, variantsOf, type PartWithLines } from "../support/orders"
import { orderPage } from "../support/order-page"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode } from "../support/shopping"

jest.setTimeout(240_000)

type Item = { id: string; source: string; reference: string; amount: { minor: number }; state: string }

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let variants: string[]
let others: string[]
let shop: string

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
  const shopOf = async (as: Client) => (await as.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")).body.shops[0]?.id ?? "none"
  shop = await shopOf(member)
  variants = await variantsOf(arcade, buyer, shop, 2)
  others = await variantsOf(arcade, buyer, await shopOf(await memberOf(arcade, 1)), 1)
})
afterAll(() => arcade?.stop())
const { edit, payTheRest } = orderPage(() => operator)
afterEach(async () => expect(await brokenInvariants(operator)).toEqual([]))

const proofIsGreen = async () => {
  const { proof } = (await operator.call<{ proof: { green: boolean; differences: unknown[] } }>("POST", "/admin/custody-proof", {})).body
  expect(proof).toMatchObject({ green: true, differences: [] })
}
const ordered = async (wanted: string[], shops: number) => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, wanted, shops)
  const mine = parts.find((part) => part.shop_id === shop) as PartWithLines
  return { order: placed.order_id, payment: placed.payment_id, mine, parts }
}
const refundInMedusa = (payment: string, amount: number) => operator.call("POST", `/admin/payments/${payment}/refund`, { amount })
const ruleOf = (order: string) =>
  eventually(async () => (await arcade.sql<{ rule: string }>("select rule from escrow_made_refund where order_id = $1", [order])).map((row) => row.rule), (rules) => rules.length > 0)
const queueOf = async (order: string) =>
  (await operator.call<{ suspense_items: (Item & { order_id: string })[] }>("GET", "/admin/suspense?limit=200")).body.suspense_items.filter((item) => item.order_id === order)
const released = async () => {
  const { order, payment, mine } = await ordered(variants.slice(0, 1), 1)
  const parcel = await send(member, mine.id)
  await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
  return { order, payment, mine }
}
const payableOf = async () => balanceOf(operator, `merchant:${arcade.seed.merchants[0]?.merchant_id}:payable`)

test("the refund button, one part held: its hold pays, and the parcel releases what is left", async () => {
  const { order, payment, mine } = await ordered(variants.slice(0, 1), 1)
  const parcel = await send(member, mine.id)
  expect((await refundInMedusa(payment, 1000)).status).toBe(200)
  expect(await ruleOf(order)).toEqual(["held_parts"])
  const [part] = await partsOf(operator, order)
  expect(part).toMatchObject({ amount: { minor: mine.amount.minor - 1000 }, hold: { remaining: { minor: mine.amount.minor - 1000 } } })
  const before = await payableOf()
  await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
  expect((await payableOf()) - before).toBe(mine.amount.minor - 1000)
  expect((await partsOf(operator, order))[0]).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })
})

test("the refund button, several parts held: pro rata, without losing a unit", async () => {
  const { order, payment, parts } = await ordered([...variants, ...others], 2)
  await refundInMedusa(payment, 100_001)
  expect(await ruleOf(order)).toEqual(["held_parts"])
  const after = await partsOf(operator, order)
  const held = (rows: PartWithLines[]) => rows.reduce((all, part) => all + part.hold.remaining.minor, 0)
  expect(held(parts) - held(after)).toBe(100_001)
  expect(after.every((part) => part.hold.remaining.minor < part.amount.minor + 1)).toBe(true)
})

test("the refund button after release: suspense and the queue, until an operator says whose it was", async () => {
  const { order, payment, mine } = await released()
  await refundInMedusa(payment, mine.amount.minor)
  expect(await ruleOf(order)).toEqual(["unexplained"])
  const [item] = await queueOf(order)
  expect(item).toMatchObject({ source: "refund", state: "open", amount: { minor: mine.amount.minor } })
  const resolve = (body: object) => operator.call<{ suspense_item: Item }>("POST", `/admin/suspense/${item?.id}/resolution`, { note: "agreed by phone", ...body })
  expect(await resolve({ bearer: "nobody" })).toMatchObject({ status: 400, body: { code: "suspense_bearer_wrong" } })
  const before = await payableOf()
  expect(await resolve({ bearer: "merchant", shop_order_id: mine.id })).toMatchObject({ status: 200, body: { suspense_item: { state: "resolved" } } })
  expect(before - (await payableOf())).toBe(mine.amount.minor)
  expect(await balanceOf(operator, "suspense:refunds")).toBe(0)
  expect(await resolve({ bearer: "marketplace" })).toMatchObject({ status: 400, body: { code: "wrong_state" } })
})

test("the cancel button: every part is cancelled, and the refund that Medusa makes is the one that was due", async () => {
  const { order } = await ordered([...variants, ...others], 2)
  const { total } = await medusaOrder(operator, order)
  expect((await operator.call("POST", `/admin/orders/${order}/cancel`, {})).status).toBe(200)
  const parts = await eventually(() => partsOf(operator, order), (rows) => rows.every((part) => part.state === "cancelled"))
  expect(parts.map((part) => part.hold)).toMatchObject([{ state: "finished", remaining: { minor: 0 } }, { state: "finished", remaining: { minor: 0 } }])
  expect(await ruleOf(order)).toEqual(["was_due"])
  expect(refundsIn(await medusaOrder(operator, order)).map((refund) => refund.amount)).toEqual([total])
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(0)
  await proofIsGreen()
})

test("an edit that takes a line out: its hold follows, and its money is due; the operator may refund by hand, else it is refunded within a day", async () => {
  const { order, payment, mine } = await ordered(variants, 1)
  const [gone, stays] = mine.lines
  await edit(order, `items/item/${gone?.line_item_id}`, { quantity: 0 })
  const [part] = await eventually(() => partsOf(operator, order), ([row]) => row?.amount.minor === stays?.amount.minor)
  expect(part).toMatchObject({ state: "paid", hold: { remaining: { minor: stays?.amount.minor } } })
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(gone?.amount.minor)

  const byHand = 1000
  await refundInMedusa(payment, byHand)
  await eventually(() => balanceOf(operator, `buyer:${order}:refund_due`), (minor) => minor === (gone?.amount.minor ?? 0) - byHand)
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(0)
  const medusa = await medusaOrder(operator, order)
  expect(refundsIn(medusa).reduce((all, refund) => all + refund.amount, 0)).toBe(gone?.amount.minor)
  expect(medusa.summary.pending_difference).toBe(0)
})

test("P2 an edit that adds units: the queue, until they are paid for; then the hold grows and they are sent and released", async () => {
  const { order, mine } = await ordered(variants.slice(0, 1), 1)
  const line = mine.lines[0]?.line_item_id ?? "none"
  await edit(order, `items/item/${line}`, { quantity: 2 })
  const [item] = await eventually(() => queueOf(order), (items) => items.length > 0)
  expect(item).toMatchObject({ source: "edit", reference: `more:${line}`, amount: { minor: 0 } })
  expect((await partsOf(operator, order))[0]).toMatchObject({ amount: { minor: mine.amount.minor } })

  await payTheRest(order)
  const [part] = await eventually(() => partsOf(operator, order), ([each]) => each?.amount.minor === 2 * mine.amount.minor)
  expect(part?.hold.remaining.minor).toBe(2 * mine.amount.minor)
  expect(await queueOf(order)).toEqual([])

  const parcel = await send(member, mine.id)
  const before = await payableOf()
  await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
  expect((await payableOf()) - before).toBe(2 * mine.amount.minor)
})

test.each([["sent", false], ["completed", true]] as const)("P2 K2 an edit that adds to a part that is all %s opens it again once it is paid for; the rest is sent, released and finishes it", async (_how, satisfied) => {
  const { order, mine } = await ordered(variants.slice(0, 1), 1)
  const first = await send(member, mine.id)
  const consent = (parcel: string) => buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
  if (satisfied) await consent(first)
  await edit(order, "items", { items: [{ variant_id: variants[1], quantity: 1 }] })
  const [item] = await eventually(() => queueOf(order), (items) => items.length > 0)
  expect(item?.reference).toMatch(/^added:/)
  expect((await partsOf(operator, order))[0]).toMatchObject({ state: satisfied ? "completed" : "shipped", amount: { minor: mine.amount.minor } })

  await payTheRest(order)
  const [grown] = await eventually(() => partsOf(operator, order), ([each]) => each?.state === "partly_shipped")
  const more = (grown?.amount.minor ?? 0) - mine.amount.minor
  expect(more).toBeGreaterThan(0)
  expect(grown).toMatchObject({ hold: { state: "held", remaining: { minor: satisfied ? more : mine.amount.minor + more } } })
  expect(await queueOf(order)).toEqual([])
  const desk = await member.call<{ shop_order: { next_actions: { action: string }[] } }>("GET", `/merchant/shop-orders/${mine.id}`)
  expect(desk.body.shop_order.next_actions.map((each) => each.action)).toContain("dispatch")

  const sent = await member.call<{ shop_order: { state: string; parcels: { id: string; amount: { minor: number } }[] } }>(
    "POST", `/merchant/shop-orders/${mine.id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() },
  )
  const second = sent.body.shop_order.parcels.find((parcel) => parcel.id !== first)
  expect(sent.body.shop_order.state).toBe("shipped")
  expect(second?.amount.minor).toBe(more)
  const before = await payableOf()
  await consent(second?.id ?? "none")
  expect((await payableOf()) - before).toBe(more)
  if (!satisfied) await consent(first)
  expect((await partsOf(operator, order))[0]).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })
})

test("K2 what was added to a completed part and cancelled again: the buyer is refunded, and the part is completed as before", async () => {
  const { order, mine } = await ordered(variants.slice(0, 1), 1)
  await buyer.call("POST", `/store/parcels/${await send(member, mine.id)}/consent`, {})
  await edit(order, "items", { items: [{ variant_id: variants[1], quantity: 1 }] })
  await eventually(() => queueOf(order), (items) => items.length > 0)
  await payTheRest(order)
  const [grown] = await eventually(() => partsOf(operator, order), ([each]) => each?.state === "partly_shipped")
  const added = grown?.lines.find((line) => !mine.lines.some((known) => known.line_item_id === line.line_item_id))
  expect(await member.call("POST", `/merchant/shop-orders/${mine.id}/cancellation`, { reason: "out of stock", line_item_ids: [added?.line_item_id] })).toMatchObject({ status: 200 })
  expect((await partsOf(operator, order))[0]).toMatchObject({ state: "completed", amount: { minor: mine.amount.minor }, hold: { state: "finished", remaining: { minor: 0 } } })
  await eventually(() => medusaOrder(operator, order), (medusa) => refundsIn(medusa).reduce((all, refund) => all + refund.amount, 0) === added?.amount.minor)
})

test("P5 K4 'mark as delivered' on Medusa's order page is delivery by an operator's word: the window opens", async () => {
  const { order, mine } = await ordered(variants.slice(0, 1), 1)
  await send(member, mine.id)
  const [row] = await arcade.sql<{ fulfillment_id: string }>("select fulfillment_id from escrow_parcel where shop_order_id = $1", [mine.id])
  const reply = await operator.call("POST", `/admin/orders/${order}/fulfillments/${row?.fulfillment_id}/mark-as-delivered`, {})
  expect(reply.status).toBe(200)
  const [part] = await eventually(() => partsOf(operator, order), ([each]) => each?.state === "delivered")
  expect(part?.parcels[0]).toMatchObject({ state: "delivered", delivery_evidence: "operator", window: { state: "open" } })
  await proofIsGreen()
})

test("K4 what an operator fulfils on Medusa's order page is a parcel when it has a tracking number; else it waits in the queue, and nobody is paid for it unseen", async () => {
  const fulfil = async (labels: { tracking_number: string }[]) => {
    const { order, mine } = await ordered(variants.slice(0, 1), 1)
    const items = mine.lines.map((line) => ({ id: line.line_item_id, quantity: 1 }))
    const { body } = await operator.call<{ order: { fulfillments: { id: string }[] } }>("POST", `/admin/orders/${order}/fulfillments?fields=*fulfillments`, { items })
    const fulfillment = body.order.fulfillments[0]?.id
    const shipped = await operator.call("POST", `/admin/orders/${order}/fulfillments/${fulfillment}/shipments`, { items, labels: labels.map((label) => ({ ...label, tracking_url: "#", label_url: "#" })) })
    expect(shipped.status).toBe(200)
    return { order, mine, fulfillment }
  }
  const seen = await fulfil([{ tracking_number: "RR246813579IR" }])
  const [part] = await eventually(() => partsOf(operator, seen.order), ([each]) => each?.state === "shipped")
  expect(part?.parcels[0]).toMatchObject({ state: "handed_over", tracking_code: "RR246813579IR", window: { state: "waiting" } })
  await operator.call("POST", `/admin/orders/${seen.order}/fulfillments/${seen.fulfillment}/mark-as-delivered`, {})
  await eventually(() => partsOf(operator, seen.order), ([each]) => each?.state === "delivered")

  const blind = await fulfil([])
  const queued = async () => (await operator.call<{ suspense_items: { reference: string }[] }>("GET", "/admin/suspense?limit=200")).body.suspense_items.filter((item) => item.reference === `delivery:${blind.fulfillment}`)
  await eventually(queued, (items) => items.length === 1)
  await operator.call("POST", `/admin/orders/${blind.order}/fulfillments/${blind.fulfillment}/mark-as-delivered`, {})
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  expect(await queued()).toHaveLength(1)
  expect(await partsOf(operator, blind.order)).toMatchObject([{ state: "paid", hold: { state: "held", remaining: { minor: blind.mine.amount.minor } } }])
  await proofIsGreen()
})
