import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { balanceOf, brokenInvariants, medusaOrder, paidOrderOf, partsOf, refundsIn, send, variantsOf } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(300_000)

type Refunded = { refund: { id: string; state: string; amount: { minor: number } } }

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let variants: string[]

const signIn = async () => {
  ;[operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
}
beforeAll(async () => {
  arcade = await openArcade()
  await signIn()
  const shops = await member.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")
  variants = await variantsOf(arcade, buyer, shops.body.shops[0]?.id ?? "none", 2)
})
afterAll(() => arcade?.stop())
afterEach(async () => expect(await brokenInvariants(operator)).toEqual([]))

let references = 0
const refund = (part: string, amount_minor: number, reference = `call-${(references += 1)}`) =>
  operator.call<Refunded>("POST", `/admin/shop-orders/${part}/refund`, { amount_minor, reason: "a scratch", reference })
const payable = () => balanceOf(operator, `merchant:${arcade.seed.merchants[0]?.merchant_id}:payable`)
const chargeback = (order_id: string, amount_minor: number, body: object = {}) =>
  operator.call<{ chargeback: { id: string } }>("POST", "/admin/chargebacks", { order_id, provider: "pp_system_default", reference: `cb-${(references += 1)}`, amount_minor, ...body })
const ordered = async (wanted = variants) => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, wanted, 1)
  const part = parts[0]
  if (!part) throw new Error("no part")
  return { order: placed.order_id, part }
}
const release = async (part: string) => {
  const parcel = await send(member, part)
  await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
}

test("a part refund while held comes out of the hold; the same reference again changes nothing; too much is refused", async () => {
  const { order, part } = await ordered()
  expect(await refund(part.id, 5000, "call-a")).toMatchObject({ status: 200, body: { refund: { state: "executed", amount: { minor: 5000 } } } })
  expect((await refund(part.id, 5000, "call-a")).status).toBe(200)
  expect(await refund(part.id, 4000, "call-a")).toMatchObject({ status: 400, body: { code: "refund_reference_used" } })
  expect(await refund(part.id, part.amount.minor - 4999)).toMatchObject({ status: 400, body: { code: "refund_too_large" } })
  const [after] = await partsOf(operator, order)
  expect(after).toMatchObject({ state: "paid", hold: { remaining: { minor: part.amount.minor - 5000 } } })
  expect(refundsIn(await medusaOrder(operator, order)).map((each) => each.amount)).toEqual([5000])
})

test("K5 a refund after release is the merchant's: below zero if it must, and the next settlement pays only what is left", async () => {
  const { part } = await ordered()
  await release(part.id)
  expect(await member.call("POST", "/merchant/settlements", {})).toMatchObject({ status: 201 })
  const open = await payable()
  expect(open).toBe(0)
  expect(await refund(part.id, 7000)).toMatchObject({ status: 200, body: { refund: { state: "executed" } } })
  expect(open - (await payable())).toBe(7000)
  expect(await payable()).toBe(-7000)
  expect(await member.call("POST", "/merchant/settlements", {})).toMatchObject({ status: 400, body: { code: "nothing_to_settle" } })
  const next = await ordered()
  await release(next.part.id)
  const { body } = await member.call<{ settlement: { amount: { minor: number } } }>("POST", "/merchant/settlements", {})
  expect(body.settlement.amount.minor).toBe(next.part.amount.minor - 7000)
  expect(await refund(part.id, part.amount.minor - 6999)).toMatchObject({ status: 400, body: { code: "refund_too_large" } })
})

test("K7 a refund after a verdict that shared a parcel is the merchant's too, up to what the verdict gave it", async () => {
  const { part } = await ordered()
  const parcel = await send(member, part.id)
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "seen at the door" })
  const { body } = await buyer.call<{ case: { id: string } }>("POST", `/store/parcels/${parcel}/objection`, { reason: "damaged", text: "it is broken" })
  expect((await operator.call("POST", `/admin/cases/${body.case.id}/verdict`, { for: "split", refund_minor: 6000, note: "a little broken" })).status).toBe(200)
  const kept = part.amount.minor - 6000
  expect(await refund(part.id, kept + 1)).toMatchObject({ status: 400, body: { code: "refund_too_large" } })
  const before = await payable()
  expect(await refund(part.id, kept)).toMatchObject({ status: 200, body: { refund: { state: "executed" } } })
  expect(before - (await payable())).toBe(kept)
})

test("a chargeback takes the hold's money, with its fee; the same reference again changes nothing; too much is refused", async () => {
  const { order, part } = await ordered()
  const { total } = await medusaOrder(operator, order)
  expect(await chargeback(order, total + 1)).toMatchObject({ status: 400, body: { code: "chargeback_too_large" } })
  const fees = await balanceOf(operator, "platform:fees")
  expect((await chargeback(order, 3000, { fee_minor: 50, reference: "cb-a" })).status).toBe(201)
  expect((await chargeback(order, 3000, { fee_minor: 50, reference: "cb-a" })).status).toBe(201)
  expect(await chargeback(order, 2000, { reference: "cb-a" })).toMatchObject({ status: 400, body: { code: "chargeback_reference_used" } })
  expect((await partsOf(operator, order))[0]?.hold.remaining.minor).toBe(part.amount.minor - 3000)
  expect(fees - (await balanceOf(operator, "platform:fees"))).toBe(-50)
})

test("a chargeback after release is the merchant's, and what nobody gives is the marketplace's loss", async () => {
  const { order, part } = await ordered()
  const { total } = await medusaOrder(operator, order)
  await release(part.id)
  const [before, loss] = [await payable(), await balanceOf(operator, "platform:loss")]
  expect((await chargeback(order, total)).status).toBe(201)
  expect(before - (await payable())).toBe(part.amount.minor)
  expect(Math.abs((await balanceOf(operator, "platform:loss")) - loss)).toBe(total - part.amount.minor)
})

/** The server dies while `act` is done; started again, it finishes the order's refund. @returns the order as Medusa has it then */
async function killedAt(failpoint: string, order: string, act: () => Promise<unknown>) {
  await arcade.restart({ PASAJ_FAILPOINT: failpoint })
  await act().catch(() => undefined)
  await eventually(() => fetch(`${arcade.url}/health`).then(() => true, () => false), (answers) => !answers)
  await arcade.restart()
  await arcade.sql("update escrow_refund set leased_until = now() where order_id = $1", [order]) // the minute after which another process may take it
  await signIn()
  await eventually(() => operator.call<{ refunds: { state: string }[] }>("GET", `/admin/refunds?order_id=${order}`), ({ body }) => body.refunds[0]?.state === "executed", 150)
  return medusaOrder(operator, order)
}

test.each(["cancellation-before-medusa", "refund-before-provider", "refund-before-books"])("killed at %s: the cancellation and one refund are finished after the restart", async (failpoint) => {
  const { order, part } = await ordered()
  const line = part.lines[0]
  const medusa = await killedAt(failpoint, order, () => operator.call("POST", `/admin/orders/${order}/custody-cancellation`, { shop_order_id: part.id, line_item_ids: [line?.line_item_id], reason: "out of stock" }))
  expect(refundsIn(medusa).map((each) => each.amount)).toEqual([line?.amount.minor])
  expect(medusa.summary.pending_difference).toBe(0)
  expect(medusa.items.filter((item) => item.quantity > 0)).toHaveLength(1)
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(0)
})

test.each(["refund-after-credit", "refund-before-books"])("K2 killed at %s: a refund for a scratch goes once, and Medusa writes its credit line once", async (failpoint) => {
  const { order, part } = await ordered()
  const { total } = await medusaOrder(operator, order)
  const medusa = await killedAt(failpoint, order, () => refund(part.id, 1_000))
  expect([medusa.summary.pending_difference, medusa.total, refundsIn(medusa).map((each) => each.amount)]).toEqual([0, total - 1_000, [1_000]])
})

test("K2 a whole order cancelled here while a change of it is open in Medusa: nothing is sent until that is over, and then all of it once", async () => {
  const { order, part } = await ordered()
  const { total } = await medusaOrder(operator, order)
  await operator.call("POST", "/admin/order-edits", { order_id: order })
  expect((await operator.call("POST", `/admin/orders/${order}/custody-cancellation`, { reason: "the shop has closed" })).status).toBeLessThan(300)
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  expect([refundsIn(await medusaOrder(operator, order)), await balanceOf(operator, `buyer:${order}:refund_due`)]).toEqual([[], part.amount.minor])
  await operator.call("DELETE", `/admin/order-edits/${order}`)
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  const medusa = await medusaOrder(operator, order)
  expect([medusa.status, refundsIn(medusa).map((each) => each.amount)]).toEqual(["canceled", [total]])
  expect(await balanceOf(operator, `buyer:${order}:refund_due`)).toBe(0)
})
