import { rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { objectionReasons } from "../../../src/domain/dispute"
import { boundariesOf } from "../../support/boundaries"
import { rentWorks, type Work } from "../../support/rent-works"
import { buyerOf, eventually, memberOf, operatorOf, visitorOf, type Client } from "../../support/client"
import { brokenInvariants, executedOnce, refundsOf } from "../../support/orders"
import { openArcade, type Arcade } from "../../support/server"
import { settlementWorks } from "../../support/settlement-works"
import { aStatement, aWaitingLine } from "../../support/statements"
import { aTrackingCode, capture, complete, filledCart, shopOrdersOf, variantOf, type Placed } from "../../support/shopping"

jest.setTimeout(300_000)

/**
 * The process is killed at every step boundary of every workflow that moves money. After each kill the server starts
 * again, the caller who got no answer asks again, the duties run; then what was asked for has happened exactly once.
 */
const killFile = join(tmpdir(), `pasaj-kill-${process.pid}`)
const settings = { PASAJ_KILL_FILE: killFile, NODE_OPTIONS: `--require ${join(__dirname, "../../support/kill-at-step.cjs")}` }

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let shop: string

beforeAll(async () => {
  rmSync(killFile, { force: true })
  arcade = await openArcade({ env: settings })
  ;[operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
  shop = arcade.seed.merchants[0]?.shops[0]?.id ?? "none"
})
afterAll(async () => {
  rmSync(killFile, { force: true })
  await arcade?.stop()
})

const one = async (sql: string, params: unknown[]) => (await arcade.sql(sql, params))[0] ?? null
const count = async (sql: string, params: unknown[]) => Number((await arcade.sql<{ count: string }>(`select count(*) from ${sql}`, params))[0]?.count)
const journals = (key: string) => count("ledger_journal where key = $1", [key])

const aCart = async () => filledCart(arcade, buyer, [await variantOf(arcade, buyer, shop)])
async function aPlacedOrder(): Promise<Placed & { shop_order: string }> {
  const placed = await complete(operator, buyer, await aCart())
  const [order] = await shopOrdersOf(operator, placed.order_id, 1, "awaiting_payment")
  return { ...placed, shop_order: order?.id ?? "none" }
}
async function anAcceptedOrder() {
  const placed = await aPlacedOrder()
  await capture(operator, placed)
  await shopOrdersOf(operator, placed.order_id, 1, "paid")
  await member.call("POST", `/merchant/shop-orders/${placed.shop_order}/acceptance`, {})
  return placed
}
async function aSentParcel(): Promise<string> {
  const { shop_order } = await anAcceptedOrder()
  const { body } = await member.call<{ shop_order: { parcels: { id: string }[] } }>("POST", `/merchant/shop-orders/${shop_order}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })
  return body.shop_order.parcels[0]?.id ?? "none"
}
const deliver = (parcel: string) => operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
async function anArrivedParcel(): Promise<string> {
  const parcel = await aSentParcel()
  await deliver(parcel)
  return parcel
}
const consent = (parcel: string) => buyer.call("POST", `/store/parcels/${parcel}/consent`, {})
const holdOf = (order: string) =>
  one("select h.state, coalesce(a.balance, 0) = h.amount_minor as whole from escrow_hold h left join ledger_account a on a.name = 'hold:' || h.id where h.order_id = $1", [order])
const parcelOf = (parcel: string) => one("select p.state, w.state as consent_window from escrow_parcel p join consent_window w on w.parcel_id = p.id where p.id = $1", [parcel])

const refundOf = (order: unknown) => refundsOf(arcade, order)
let references = 0

const works: Record<string, { workflow: string; prepare: () => Promise<Work> }> = {
  "an order is placed": {
    workflow: "pasaj-book-order",
    prepare: async () => {
      const cart = await aCart()
      const order = async () => String((await one("select order_id from order_cart where cart_id = $1", [cart]))?.order_id)
      return {
        ask: () => buyer.call("POST", `/store/carts/${cart}/complete`, {}),
        stands: async () => ({ ...(await holdOf(await order())), orders: await count("shop_order where order_id = $1", [await order()]) }),
        as: { state: "awaiting_funds", whole: false, orders: 1 },
      }
    },
  },
  "its payment is captured": {
    workflow: "pasaj-book-order",
    prepare: async () => {
      const placed = await aPlacedOrder()
      return {
        ask: () => capture(operator, placed),
        stands: async () => ({
          ...(await holdOf(placed.order_id)),
          journals: await count("ledger_journal j join escrow_capture c on j.key = 'capture:' || c.capture_id || ':fund' where c.order_id = $1", [placed.order_id]),
        }),
        as: { state: "held", whole: true, journals: 1 },
      }
    },
  },
  "a parcel is sent": {
    workflow: "pasaj-dispatch",
    prepare: async () => {
      const { shop_order, order_id } = await anAcceptedOrder()
      const tracking_code = aTrackingCode()
      return {
        ask: () => member.call("POST", `/merchant/shop-orders/${shop_order}/parcels`, { carrier: "Iran Post", tracking_code }),
        stands: async () => ({
          shop_order: await one("select state from shop_order where id = $1", [shop_order]),
          parcels: await count("escrow_parcel where shop_order_id = $1 and state = 'handed_over'", [shop_order]),
          left: await count("escrow_parcel where shop_order_id = $1 and state not in ('handed_over', 'discarded')", [shop_order]),
          there: await count("order_fulfillment o join fulfillment f on f.id = o.fulfillment_id where o.order_id = $1 and f.canceled_at is null and f.shipped_at is not null", [order_id]),
        }),
        as: { shop_order: { state: "shipped" }, parcels: 1, left: 0, there: 1 },
      }
    },
  },
  "a parcel arrives": {
    workflow: "pasaj-deliver",
    prepare: async () => {
      const parcel = await aSentParcel()
      return { ask: () => deliver(parcel), stands: () => parcelOf(parcel), as: { state: "delivered", consent_window: "open" } }
    },
  },
  "the buyer is satisfied": {
    workflow: "pasaj-consent",
    prepare: async () => {
      const parcel = await anArrivedParcel()
      return {
        ask: () => consent(parcel),
        stands: async () => ({ ...(await parcelOf(parcel)), journals: await journals(`parcel:${parcel}:release`) }),
        as: { state: "released", consent_window: "given", journals: 1 },
      }
    },
  },
  "a guest is satisfied, by a link": {
    workflow: "pasaj-answer-link",
    prepare: async () => {
      const parcel = await anArrivedParcel()
      const { body } = await operator.call<{ link: { token: string } }>("POST", `/admin/parcels/${parcel}/links`, {})
      return {
        ask: () => visitorOf(arcade).call("POST", `/store/consent-links/${body.link.token}`, { answer: "consent" }),
        stands: async () => ({ ...(await parcelOf(parcel)), journals: await journals(`parcel:${parcel}:release`) }),
        as: { state: "released", consent_window: "given", journals: 1 },
      }
    },
  },
  "a case is decided for the buyer": {
    workflow: "pasaj-decide",
    prepare: async () => {
      const parcel = await anArrivedParcel()
      const { body } = await buyer.call<{ case: { id: string } }>("POST", `/store/parcels/${parcel}/objection`, { reason: objectionReasons[0], text: "it is broken" })
      return {
        ask: () => operator.call("POST", `/admin/cases/${body.case.id}/verdict`, { for: "buyer", note: "it is broken indeed" }),
        stands: async () => ({ ...(await parcelOf(parcel)), refund: await refundOf((await one("select order_id from escrow_parcel where id = $1", [parcel]))?.order_id) }),
        as: { state: "refunded", consent_window: "decided", refund: executedOnce },
      }
    },
  },
  "a merchant cancels its part": {
    workflow: "pasaj-cancel-parts",
    prepare: async () => {
      const { shop_order, order_id } = await anAcceptedOrder()
      return {
        ask: () => member.call("POST", `/merchant/shop-orders/${shop_order}/cancellation`, { reason: "out of stock" }),
        stands: async () => ({ ...(await one("select state from shop_order where id = $1", [shop_order])), refund: await refundOf(order_id) }),
        as: { state: "cancelled", refund: executedOnce },
      }
    },
  },
  "an operator grants a refund": {
    workflow: "pasaj-refund-part",
    prepare: async () => {
      const { shop_order, order_id } = await anAcceptedOrder()
      const reference = `kill-${process.pid}-${(references += 1)}`
      return {
        ask: () => operator.call("POST", `/admin/shop-orders/${shop_order}/refund`, { amount_minor: 1_000, reason: "a scratch", reference }),
        stands: () => refundOf(order_id),
        as: executedOnce,
      }
    },
  },
  "a bank takes a payment back": {
    workflow: "pasaj-take-chargeback",
    prepare: async () => {
      const { order_id } = await anAcceptedOrder()
      return {
        ask: () => operator.call("POST", "/admin/chargebacks", { order_id, provider: "pp_system_default", reference: `taken-${order_id}`, amount_minor: 1_000 }),
        stands: async () => ({ chargebacks: await count("escrow_chargeback where order_id = $1", [order_id]), journals: await count("ledger_journal j join escrow_chargeback c on j.key = 'chargeback:' || c.id where c.order_id = $1", [order_id]) }),
        as: { chargebacks: 1, journals: 1 },
      }
    },
  },
  "an operator says whose an unexplained refund was": {
    workflow: "pasaj-work-off-suspense",
    prepare: async () => {
      const parcel = await anArrivedParcel()
      await consent(parcel)
      const order = (await one("select order_id from escrow_parcel where id = $1", [parcel]))?.order_id
      const payment = await one("select p.id from order_payment_collection l join payment p on p.payment_collection_id = l.payment_collection_id where l.order_id = $1", [order])
      await operator.call("POST", `/admin/payments/${String(payment?.id)}/refund`, { amount: 1_000 })
      const item = () => one("select id, state from escrow_suspense where order_id = $1", [order])
      const id = String((await eventually(item, (row) => row !== null))?.id)
      return {
        ask: () => operator.call("POST", `/admin/suspense/${id}/resolution`, { bearer: "marketplace", note: "agreed by phone" }),
        stands: async () => ({ state: (await item())?.state, journals: await journals(`suspense:${id}:resolved`) }),
        as: { state: "resolved", journals: 1 },
      }
    },
  },
  "the bank gives a charged back payment back": {
    workflow: "pasaj-chargeback-won",
    prepare: async () => {
      const { shop_order, order_id } = await anAcceptedOrder()
      const { body } = await operator.call<{ chargeback: { id: string } }>("POST", "/admin/chargebacks", { order_id, provider: "pp_system_default", reference: `taken-${order_id}`, amount_minor: 1_000 })
      await member.call("POST", `/merchant/shop-orders/${shop_order}/cancellation`, { reason: "out of stock" })
      const ask = () => operator.call("POST", `/admin/chargebacks/${body.chargeback.id}/win`, { reference: "won", note: "the bank was wrong" })
      return { ask, stands: () => refundOf(order_id), as: { executed: 2, waiting: 0, there: 2, owed: 0 } }
    },
  },
  ...rentWorks(() => ({ arcade, operator, member })),
  "a bank's statement is taken in": { workflow: "pasaj-take-in-statement", prepare: () => aStatement(operator, arcade, "owner") },
  "an operator says what a statement's line was": { workflow: "pasaj-explain-line", prepare: () => aWaitingLine(operator, arcade) },
  ...settlementWorks(() => ({ arcade, operator, member, release: async () => void (await consent(await anArrivedParcel())) })),
}

/** What Medusa wrote before the kill is no longer so new that its event might still come: booking it is a repair. */
async function makeOldInMedusa(): Promise<void> {
  await arcade.sql(`update "order" set updated_at = updated_at - interval '1 minute'`)
  await arcade.sql("update payment set captured_at = captured_at - interval '1 minute' where captured_at is not null")
}

/** What waits on the machine's clock before it counts as stopped is made old, and every duty runs. */
async function letTheDutiesRun(): Promise<void> {
  await arcade.sql("update escrow_parcel set created_at = created_at - interval '10 minutes' where state = 'packed'")
  await arcade.sql("update rent_invoice set look_at = now() where look_at is not null")
  await arcade.sql("update shop_lease set tell_at = now() where tell_at is not null")
  const { body } = await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")
  const { status } = await operator.call("POST", "/admin/clock", { advance_to: new Date(Date.parse(body.clock.now) + 60_000).toISOString() })
  expect(status).toBe(200)
}

describe.each(Object.entries(works))("when %s", (_name, { workflow, prepare }) => {
  test.each(boundariesOf(workflow))("K2 killed at %s, it happens once", async (boundary) => {
    const { ask, stands, as } = await prepare()
    writeFileSync(killFile, boundary)
    await ask().catch(() => undefined) // the connection is cut, or the answer came just before
    await eventually(() => fetch(`${arcade.url}/health`).then(() => true, () => false), (answers) => !answers)
    rmSync(killFile, { force: true })
    await makeOldInMedusa()
    await arcade.restart()

    await ask()
    await letTheDutiesRun()
    await ask()
    expect(await eventually(stands, (now) => JSON.stringify(now) === JSON.stringify(as)).catch(stands)).toEqual(as)
  })
})

test("K2 after all of it every invariant holds, and Medusa's payments agree with the books", async () => {
  expect(await brokenInvariants(operator)).toEqual([])
  const { proof } = (await operator.call<{ proof: { green: boolean; differences: unknown[] } }>("POST", "/admin/custody-proof", {})).body
  expect(proof).toMatchObject({ green: true, differences: [] })
})

test("what the duties mended can be read: whose it was, and what was missing", async () => {
  const { body } = await operator.call<{ repairs: { duty: string; subject: string; what: string }[] }>("GET", "/admin/repairs?limit=200")
  const duties = new Set(body.repairs.map((each) => each.duty))
  for (const duty of ["finish-dispatches", "follow-medusa"]) expect([...duties]).toContain(duty)
  const { body: older } = await operator.call<{ repairs: { id: number }[] }>("GET", "/admin/repairs?limit=1")
  expect(older.repairs).toHaveLength(1)
})
