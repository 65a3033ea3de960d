import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { balanceOf, brokenInvariants, medusaOrder, paidOrderOf, partsOf, refundsIn, send, variantsOf } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"
import { complete, filledCart, shopOrdersOf } from "../support/shopping"

jest.setTimeout(240_000)

/** Half-done work as a stop leaves it, made by hand: a duty finds it by what is missing, finishes it, and says so. */
let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let variant: string
let shop: string

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
  shop = (await member.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")).body.shops[0]?.id ?? "none"
  variant = (await variantsOf(arcade, buyer, shop, 1))[0] ?? "none"
})
afterAll(() => arcade?.stop())
afterEach(async () => expect(await brokenInvariants(operator)).toEqual([]))

const letTheDutiesRun = () => operator.call("POST", "/admin/clock", { advance_days: 1 })
const reportsOf = async (subject: string) =>
  (await operator.call<{ repairs: { subject: string; duty: string; what: string }[] }>("GET", "/admin/repairs?limit=200")).body.repairs.filter((each) => each.subject === subject)
/** A job of its own may have mended it a moment ago, and not have said so yet. */
const reported = (subject: string) => eventually(() => reportsOf(subject), (reports) => reports.length > 0)

/** Medusa stamps its rows by the machine's clock: what was written long ago, and what is so new that its event is still on its way. */
const long = "-1 minute"
const justNow = "1 minute"

/** An order that is not in our books. */
async function lostOrder(since: string) {
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, [variant]))
  await shopOrdersOf(operator, placed.order_id, 1, "awaiting_payment")
  await arcade.sql(`update "order" set created_at = now() + $2::interval, updated_at = now() + $2::interval where id = $1`, [placed.order_id, since])
  await arcade.sql(
    `with lines as (delete from shop_order_line where shop_order_id in (select id from shop_order where order_id = $1)), holds as (delete from escrow_hold where order_id = $1),
       parts as (delete from shop_order where order_id = $1) delete from escrow_order where order_id = $1`, [placed.order_id])
  return placed
}

/** The capture is Medusa's, its provider has answered, and its event is lost. */
async function lostCapture(payment_id: string, since: string) {
  await arcade.sql("update payment set captured_at = now() + $2::interval where id = $1", [payment_id, since])
  await arcade.sql(
    `insert into capture (id, amount, raw_amount, payment_id, created_at, updated_at)
     select 'capt_' || id, amount, raw_amount, id, now() + $2::interval, now() + $2::interval from payment where id = $1`, [payment_id, since])
}

test("K2 an order without holds gets them", async () => {
  const { order_id } = await lostOrder(long)
  await letTheDutiesRun()
  expect(await reported(order_id)).toMatchObject([{ duty: "follow-medusa", what: expect.stringContaining("no shop orders and holds") as string }])
  expect(await partsOf(operator, order_id)).toMatchObject([{ state: "awaiting_payment" }])
})

test("P2 a capture without funding funds its holds", async () => {
  const { order_id, payment_id } = await complete(operator, buyer, await filledCart(arcade, buyer, [variant]))
  await shopOrdersOf(operator, order_id, 1, "awaiting_payment")
  await lostCapture(payment_id, long)
  await letTheDutiesRun()
  expect(await reported(order_id)).toMatchObject([{ duty: "follow-medusa", what: expect.stringContaining("in no hold") as string }])
  const [part] = await partsOf(operator, order_id)
  expect(part).toMatchObject({ state: "paid", hold: { state: "held", remaining: { minor: part?.amount.minor } } })
})

test("K2 P2 what is so new that its event is still on its way is booked by whoever sees it first, and is no repair", async () => {
  const { order_id, payment_id } = await lostOrder(justNow)
  await letTheDutiesRun()
  await shopOrdersOf(operator, order_id, 1, "awaiting_payment")
  await lostCapture(payment_id, justNow)
  await letTheDutiesRun()
  await shopOrdersOf(operator, order_id, 1, "paid")
  expect(await reportsOf(order_id)).toEqual([])
})

test("K1 a refund that is due and was not executed is executed", async () => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, [variant], 1)
  await operator.call("POST", `/admin/shop-orders/${parts[0]?.id}/refund`, { amount_minor: 1000, reason: "a scratch", reference: "repair-1" })
  const minor = parts[0]?.amount.minor ?? 0
  await operator.call("POST", "/admin/order-edits", { order_id: placed.order_id })
  await operator.call("POST", `/admin/order-edits/${placed.order_id}/items/item/${parts[0]?.lines[0]?.line_item_id}`, { quantity: 0 })
  await operator.call("POST", `/admin/order-edits/${placed.order_id}/confirm`, {})
  await eventually(() => partsOf(operator, placed.order_id), ([part]) => part?.state === "cancelled")
  await letTheDutiesRun()
  await eventually(() => balanceOf(operator, `buyer:${placed.order_id}:refund_due`), (due) => due === 0)
  const medusa = await medusaOrder(operator, placed.order_id)
  expect(refundsIn(medusa).reduce((all, refund) => all + refund.amount, 0)).toBe(minor)
})

test("K4 a delivery in Medusa without a window of ours opens it", async () => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, [variant], 1)
  const parcel = await send(member, parts[0]?.id ?? "none")
  await arcade.sql("update fulfillment set delivered_at = now() where id = (select fulfillment_id from escrow_parcel where id = $1)", [parcel])
  await letTheDutiesRun()
  expect(await reported(parcel)).toMatchObject([{ duty: "settle-orders", what: expect.stringContaining("its window had not opened") as string }])
  expect((await partsOf(operator, placed.order_id))[0]).toMatchObject({ state: "delivered", parcels: [{ window: { state: "open" } }] })
})

test("K7 a lease whose change its shop did not hear of: the shop is told until when it is let", async () => {
  const [lease] = await arcade.sql<{ id: string; leased_until: string }>("select l.id, s.leased_until from shop_lease l join pasaj_shop s on s.id = l.shop_id where l.shop_id = $1 and l.state = 'active'", [shop])
  await arcade.sql("update pasaj_shop set leased_until = leased_until - interval '10 days' where id = $1", [shop])
  await arcade.sql("update shop_lease set tell_at = clock_timestamp() - interval '10 minutes' where id = $1", [lease?.id])
  await letTheDutiesRun()
  expect(await reported(lease?.id ?? "none")).toMatchObject([{ duty: "end-leases", what: expect.stringContaining("it was told") as string }])
  const [after] = await arcade.sql<{ leased_until: string }>("select leased_until from pasaj_shop where id = $1", [shop])
  expect(after?.leased_until).toEqual(lease?.leased_until)
})

test("K9 an ended lease with an open shop: the shop is closed, and it is told", async () => {
  const opened = await member.call<{ shop: { id: string } }>("POST", "/merchant/shops", { handle: `ended-${process.pid}`, name: "Stall", guild: "clothing", dispatch_address: "Tehran, Enqelab 1" })
  const { id } = opened.body.shop
  const taken = await member.call<{ lease: { id: string }; invoice: { id: string } }>("POST", `/merchant/shops/${id}/leases`, { plan: "stall", term_months: 1 })
  await member.call("POST", `/merchant/invoices/${taken.body.invoice.id}/payment`, { provider_id: "pp_system_default" })
  const status = async () => (await member.call<{ shop: { status: string } }>("GET", `/merchant/shops/${id}`)).body.shop.status
  await operator.call("POST", "/admin/clock", { advance_days: 40 })
  expect(await status()).toBe("rent_ended")

  // The shop never heard of a change that let its lease end earlier.
  await arcade.sql("update pasaj_shop set leased_until = leased_until + interval '60 days', lease_changes = lease_changes - 1 where id = $1", [id])
  expect(await status()).toBe("open")
  await arcade.sql("update shop_lease set tell_at = clock_timestamp() - interval '10 minutes' where shop_id = $1 and state = 'ended'", [id])
  await letTheDutiesRun()
  expect(await reported(taken.body.lease.id)).toMatchObject([{ duty: "end-leases", what: expect.stringContaining("it was closed") as string }])
  expect(await status()).toBe("rent_ended")
})
