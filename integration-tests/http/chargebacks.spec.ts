import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { balanceOf, brokenInvariants, medusaOrder, paidOrderOf, partsOf, refundsIn, send, variantsOf } from "../support/orders"
import { orderPage } from "../support/order-page"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(300_000)

type Chargeback = { chargeback: { id: string; state: string; end: { reference: string } | null } }

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
afterEach(async () => expect(await brokenInvariants(operator)).toEqual([]))

let references = 0
async function taken(order_id: string, amount_minor: number, fee_minor = 0): Promise<string> {
  const { body } = await operator.call<Chargeback>("POST", "/admin/chargebacks", {
    order_id, provider: "pp_system_default", reference: `taken-${(references += 1)}`, amount_minor, fee_minor,
  })
  return body.chargeback.id
}
const end = (id: string, how: "win" | "loss", reference = `end-${id}`) =>
  operator.call<Chargeback>("POST", `/admin/chargebacks/${id}/${how}`, { reference, note: "the bank has decided" })
const payable = () => balanceOf(operator, `merchant:${arcade.seed.merchants[0]?.merchant_id}:payable`)
const gateway = () => balanceOf(operator, "gateway:pp_system_default")
const ordered = async () => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, variants, 1)
  const part = parts[0]
  if (!part) throw new Error("no part")
  return { order: placed.order_id, part, total: (await medusaOrder(operator, placed.order_id)).total }
}
const consent = (parcel: string) => buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
const amountOf = async (parcel: string) => (await operator.call<{ parcel: { amount: { minor: number } } }>("GET", `/admin/parcels/${parcel}`)).body.parcel.amount.minor

test("K2 a chargeback that is won gives the hold back what it gave, once, also when eight say so at once; the fee stays spent", async () => {
  const { order, part, total } = await ordered()
  const [before, fees] = [await gateway(), await balanceOf(operator, "platform:fees")]
  const id = await taken(order, total, 70)
  expect((await partsOf(operator, order))[0]).toMatchObject({ amount: { minor: 0 }, hold: { remaining: { minor: 0 } } })

  const all = await Promise.all(Array.from({ length: 8 }, () => end(id, "win")))
  for (const reply of all) expect(reply).toMatchObject({ status: 200, body: { chargeback: { state: "won", end: { reference: `end-${id}` } } } })
  expect((await partsOf(operator, order))[0]).toMatchObject({
    amount: { minor: part.amount.minor }, hold: { state: "held", remaining: { minor: part.amount.minor } }, lines: part.lines.map(({ amount }) => ({ amount })),
  })
  expect(Math.abs((await gateway()) - before)).toBe(70)
  expect(Math.abs((await balanceOf(operator, "platform:fees")) - fees)).toBe(70)
  expect(await end(id, "win", "another")).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  expect(await end(id, "loss")).toMatchObject({ status: 400, body: { code: "wrong_state" } })

  const parcel = await send(member, part.id)
  const open = await payable()
  await consent(parcel)
  expect((await payable()) - open).toBe(part.amount.minor)
  expect((await taken(order, total)).startsWith("chbk")).toBe(true) // the bank may change its mind about what it gave back
})

test("K2 what was released meanwhile is the merchant's when the bank gives it back, and the hold is finished still", async () => {
  const { order, part, total } = await ordered()
  const parcel = await send(member, part.id)
  const id = await taken(order, total)
  expect(await amountOf(parcel)).toBe(0)
  await consent(parcel)
  expect((await partsOf(operator, order))[0]).toMatchObject({ state: "completed", hold: { state: "finished" } })

  const before = await payable()
  expect((await end(id, "win")).status).toBe(200)
  expect((await payable()) - before).toBe(part.amount.minor)
  expect(await amountOf(parcel)).toBe(part.amount.minor)
  expect((await partsOf(operator, order))[0]).toMatchObject({ state: "completed", amount: { minor: part.amount.minor }, hold: { state: "finished", remaining: { minor: 0 } } })
})

test("K2 what came out of a merchant's payable and out of the marketplace's pocket goes back there", async () => {
  const { order, part, total } = await ordered()
  await consent(await send(member, part.id))
  const [before, loss] = [await payable(), await balanceOf(operator, "platform:loss")]
  const id = await taken(order, total)
  expect(before - (await payable())).toBe(part.amount.minor)
  await end(id, "win")
  expect(await payable()).toBe(before)
  expect(await balanceOf(operator, "platform:loss")).toBe(loss)
})

test("K2 units that were cancelled meanwhile: their money is due to the buyer, and refunded", async () => {
  const { order, part, total } = await ordered()
  const [gone, stays] = part.lines
  const id = await taken(order, total)
  expect((await operator.call("POST", `/admin/orders/${order}/custody-cancellation`, { shop_order_id: part.id, line_item_ids: [gone?.line_item_id], reason: "out of stock" })).status).toBe(200)
  expect(refundsIn(await medusaOrder(operator, order))).toEqual([])
  await end(id, "win")
  expect(refundsIn(await medusaOrder(operator, order)).map((each) => each.amount)).toEqual([gone?.amount.minor])
  expect((await partsOf(operator, order))[0]).toMatchObject({ amount: { minor: stays?.amount.minor }, hold: { remaining: { minor: stays?.amount.minor } } })
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(0)
})

test.each([["some", 1_000], ["all", Infinity]])("K2 an order that is cancelled whole while the bank has %s of its money: only the rest is refunded, and the other when it is given back", async (_much, most) => {
  const { order, total } = await ordered()
  const minor = Math.min(most, total)
  const id = await taken(order, minor)
  expect((await operator.call("POST", `/admin/orders/${order}/custody-cancellation`, { reason: "out of stock" })).status).toBe(200)
  const refunded = async () => refundsIn(await medusaOrder(operator, order)).reduce((all, each) => all + each.amount, 0)
  const proof = async () => (await operator.call<{ proof: unknown }>("POST", "/admin/custody-proof", {})).body.proof
  expect(await refunded()).toBe(total - minor)
  expect((await medusaOrder(operator, order)).summary.pending_difference).toBe(0)
  expect(await proof()).toMatchObject({ green: true, differences: [] })
  expect((await end(id, "win")).status).toBe(200)
  expect(await refunded()).toBe(total)
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(0)
  expect(await proof()).toMatchObject({ green: true, differences: [] })
})

test("K2 a case decided for the buyer meanwhile: what comes back is the buyer's too", async () => {
  const { order, part, total } = await ordered()
  const parcel = await send(member, part.id)
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "seen at the door" })
  const id = await taken(order, total - 1_000)
  const { body } = await buyer.call<{ case: { id: string } }>("POST", `/store/parcels/${parcel}/objection`, { reason: "damaged", text: "it is broken" })
  const left = await amountOf(parcel)
  await operator.call("POST", `/admin/cases/${body.case.id}/verdict`, { for: "buyer", note: "it is broken indeed" })
  await end(id, "win")
  const refunds = await operator.call<{ refunds: { state: string; amount: { minor: number } }[] }>("GET", `/admin/refunds?order_id=${order}`)
  expect(refunds.body.refunds.map((each) => each.amount.minor).sort()).toEqual([left, part.amount.minor - left].sort())
  expect((await partsOf(operator, order))[0]).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })
})

test("K7 a case that opened while the bank had the money: won, its parcel is worth all of it again, and the verdict gives back all of it", async () => {
  const { order, part, total } = await ordered()
  const parcel = await send(member, part.id)
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "seen at the door" })
  const id = await taken(order, total - 1_000)
  const { body } = await buyer.call<{ case: { id: string } }>("POST", `/store/parcels/${parcel}/objection`, { reason: "damaged", text: "it is broken" })
  await end(id, "win")
  const verdict = await operator.call("POST", `/admin/cases/${body.case.id}/verdict`, { for: "buyer", note: "it is broken indeed" })
  expect(verdict).toMatchObject({ status: 200, body: { case: { state: "decided", refund: { minor: part.amount.minor } } } })
  expect((await partsOf(operator, order))[0]).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })
})

test("K2 won while the buyer consents: the whole part is the merchant's either way", async () => {
  for (let round = 0; round < 3; round += 1) {
    const { order, part, total } = await ordered()
    const parcel = await send(member, part.id)
    const id = await taken(order, total)
    const before = await payable()
    const [won, given] = await Promise.all([end(id, "win"), consent(parcel)])
    expect([won.status, given.status]).toEqual([200, 200])
    expect((await payable()) - before).toBe(part.amount.minor)
    expect((await partsOf(operator, order))[0]).toMatchObject({ state: "completed", hold: { state: "finished" } })
  }
})

test("a lost chargeback stays lost, twice the same; of winning and losing at once one is told; the list tells them apart", async () => {
  const { order, part, total } = await ordered()
  const id = await taken(order, 3_000)
  expect(await end(id, "loss")).toMatchObject({ status: 200, body: { chargeback: { state: "lost" } } })
  expect((await end(id, "loss")).status).toBe(200)
  expect(await end(id, "win")).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  const left = (await partsOf(operator, order))[0]?.hold.remaining.minor
  expect(left).toBeLessThan(part.amount.minor)

  const other = await taken(order, total - 3_000)
  const both = await Promise.all([end(other, "win"), end(other, "loss")])
  expect(both.map((reply) => reply.status).sort()).toEqual([200, 400])
  const { body } = await operator.call<{ chargebacks: { id: string; state: string }[] }>("GET", `/admin/chargebacks?order_id=${order}`)
  expect(body.chargebacks.map((each) => each.id)).toEqual([id, other].sort())
  expect(await end("chbk_nobody", "win")).toMatchObject({ status: 404, body: { code: "chargeback_not_found" } })
  expect(await operator.call("POST", `/admin/chargebacks/${id}/win`, { reference: "" })).toMatchObject({ status: 400, body: { code: "bad_input" } })
})

test("K2 a refund does not go by the payment that the bank has taken back, but by the order's other one", async () => {
  const { placed } = await paidOrderOf(arcade, operator, buyer, variants.slice(0, 1), 1)
  const { edit, payTheRest } = orderPage(() => operator)
  const total = (await medusaOrder(operator, placed.order_id)).total
  await edit(placed.order_id, "items", { items: [{ variant_id: variants[1], quantity: 1 }] })
  await payTheRest(placed.order_id)
  const [part] = await eventually(() => partsOf(operator, placed.order_id), ([each]) => each?.lines.length === 2)
  await taken(placed.order_id, total)
  const left = (await partsOf(operator, placed.order_id))[0]?.hold.remaining.minor ?? 0
  expect(left).toBeGreaterThan(0)
  expect((await operator.call("POST", `/admin/shop-orders/${part?.id}/refund`, { amount_minor: left, reason: "never sent", reference: `other-${placed.order_id}` })).status).toBe(200)
  const medusa = await eventually(() => medusaOrder(operator, placed.order_id), (order) => refundsIn(order).length > 0)
  const refunded = medusa.payment_collections.flatMap((collection) => collection.payments).filter((payment) => (payment.refunds ?? []).length > 0)
  expect(refunded.map((payment) => [payment.id === placed.payment_id, payment.refunds?.[0]?.amount])).toEqual([[false, left]])
})
