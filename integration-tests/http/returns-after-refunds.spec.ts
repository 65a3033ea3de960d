import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { orderPage } from "../support/order-page"
import { balanceOf, brokenInvariants, medusaOrder, paidOrderOf, partsOf, refundsIn, send, variantsOf, type PartWithLines } from "../support/orders"
import { returnsDesk } from "../support/returns-desk"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(300_000)

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let variants: string[]
let place: string

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
  const shops = await member.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")
  variants = await variantsOf(arcade, buyer, shops.body.shops[0]?.id ?? "none", 3)
  place = (await arcade.sql<{ id: string }>("select id from stock_location where deleted_at is null limit 1"))[0]?.id ?? "none"
})
afterAll(() => arcade?.stop())
const { say, sendBack, goesOn, exchange } = returnsDesk(() => ({ arcade, operator, place }))
const { edit, payTheRest } = orderPage(() => operator)
afterEach(async () => {
  expect(await brokenInvariants(operator)).toEqual([])
  const { proof } = (await operator.call<{ proof: { green: boolean; differences: unknown[] } }>("POST", "/admin/custody-proof", {})).body
  expect(proof).toMatchObject({ green: true, differences: [] })
})

async function arrived(lines: number) {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, variants.slice(0, lines), 1)
  const mine = parts[0] as PartWithLines
  const parcel = await send(member, mine.id)
  await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  return { order: placed.order_id, mine, parcel, line: mine.lines[0]?.line_item_id ?? "none", other: mine.lines[1]?.line_item_id ?? "none" }
}
const refund = (part: string, amount_minor: number) => say(`/admin/shop-orders/${part}/refund`, { amount_minor, reason: "a scratch", reference: `scratch-${part}` })
const dueIs = (order: string, minor: number) => eventually(() => balanceOf(operator, `buyer:${order}:refund_due`), (due) => due === minor)
const worthOf = async (order: string, line: string) => (await partsOf(operator, order))[0]?.lines.find((each) => each.line_item_id === line)?.amount.minor ?? 0
/** A day later nothing is outstanding, and the buyer has got that much. */
async function settled(order: string, refunded: number): Promise<void> {
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  const medusa = await medusaOrder(operator, order)
  expect(refundsIn(medusa).reduce((all, each) => all + each.amount, 0)).toBe(refunded)
  expect([medusa.summary.pending_difference, await balanceOf(operator, `buyer:${order}:refund_due`)]).toEqual([0, 0])
  expect(await arcade.sql("select reference from escrow_suspense where order_id = $1 and state = 'open'", [order])).toEqual([])
  expect(await arcade.sql("select 1 from escrow_sent_back where order_id = $1 and open_minor > 0", [order])).toEqual([])
}

test("K2 what was refunded for a scratch is not owed again when all of it comes back: the buyer gets the price once, and nobody's income pays it", async () => {
  const { order, mine, line } = await arrived(1)
  await refund(mine.id, 1_000)
  await sendBack(order, line)
  await dueIs(order, mine.amount.minor - 1_000)
  await settled(order, mine.amount.minor)
})

test("O3 the way of each return is kept back, also where part of the price had been refunded", async () => {
  const { order, mine, line, other } = await arrived(2)
  await refund(mine.id, 1_000)
  const [first, second] = [await worthOf(order, line), await worthOf(order, other)]
  await sendBack(order, line, 500)
  await dueIs(order, first - 500)
  await sendBack(order, other, 300)
  await dueIs(order, first - 500 + second - 300)
  await settled(order, mine.amount.minor - 800)
})

test("K5 what comes back after a verdict that shared its parcel: the merchant gives back what it was given, and no more", async () => {
  const { order, mine, line, parcel } = await arrived(1)
  const { body } = await buyer.call<{ case: { id: string } }>("POST", `/store/parcels/${parcel}/objection`, { reason: "damaged", text: "the glass is scratched" })
  await say(`/admin/cases/${body.case.id}/verdict`, { for: "split", refund_minor: 1_000, note: "a scratch" })
  await sendBack(order, line)
  await dueIs(order, mine.amount.minor - 1_000)
  await settled(order, mine.amount.minor)
})

type Refund = { amount: { minor: number }; state: string; last_error: string | null }
const refundsOfOrder = async (order: string) => (await operator.call<{ refunds: Refund[] }>("GET", `/admin/refunds?order_id=${order}`)).body.refunds

test("K2 while a change of the order is open in Medusa, a refund that it does not owe is not sent, because Medusa would answer with an error after the money went; it goes, once, when the change is over", async () => {
  const { order, mine, line, parcel } = await arrived(1)
  const made = await say<{ return: { id: string } }>("/admin/returns", { order_id: order, location_id: place })
  const { body } = await buyer.call<{ case: { id: string } }>("POST", `/store/parcels/${parcel}/objection`, { reason: "damaged", text: "the glass is scratched" })
  await say(`/admin/cases/${body.case.id}/verdict`, { for: "split", refund_minor: 1_000, note: "a scratch" })
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  expect(await refundsOfOrder(order)).toMatchObject([{ amount: { minor: 1_000 }, state: "failed", last_error: expect.stringContaining("open in Medusa") }])
  expect(refundsIn(await medusaOrder(operator, order))).toEqual([])
  await goesOn(made.return.id, line)
  await dueIs(order, mine.amount.minor - 1_000)
  await settled(order, mine.amount.minor)
})

test("K2 a credit line that a stop left open in Medusa is ended: the order takes changes again", async () => {
  const { order, mine } = await arrived(1)
  await arcade.sql("insert into order_change (id, order_id, version, change_type, status, created_at, updated_at) select 'ordch_left', id, version + 1, 'credit_line', 'pending', now() - interval '6 minutes', now() from \"order\" where id = $1", [order])
  await refund(mine.id, 1_000)
  await settled(order, 1_000)
})

test("K2 an exchange whose replacement is taken off before it is paid for: what came back is due to the buyer, and the queue forgets it", async () => {
  const { order, mine, line } = await arrived(1)
  await exchange(order, line, { variant_id: variants[2] ?? "none", quantity: 1, unit_price: mine.amount.minor + 5_000 })
  await eventually(() => balanceOf(operator, "suspense:overpaid"), (minor) => minor === mine.amount.minor)
  const added = (await medusaOrder(operator, order)).items.find((item) => item.id !== line)
  await edit(order, `items/item/${added?.id}`, { quantity: 0 })
  await dueIs(order, mine.amount.minor)
  await settled(order, mine.amount.minor)
})

test("P2 an exchange for something dearer after a refund for a scratch: the buyer pays Medusa's difference, and the shop may send it for what there is", async () => {
  const { order, mine, line } = await arrived(1)
  await refund(mine.id, 1_000)
  await exchange(order, line, { variant_id: variants[2] ?? "none", quantity: 1, unit_price: mine.amount.minor + 5_000 })
  await eventually(() => balanceOf(operator, "suspense:overpaid"), (minor) => minor === mine.amount.minor - 1_000)
  expect((await partsOf(operator, order))[0]?.lines.filter((each) => each.line_item_id !== line)).toEqual([])
  await payTheRest(order)
  const [part] = await eventually(() => partsOf(operator, order), ([each]) => (each?.hold.remaining.minor ?? 0) > 0)
  expect([part?.state, part?.hold.remaining.minor]).toEqual(["partly_shipped", mine.amount.minor + 4_000])
  await settled(order, 1_000)
})
