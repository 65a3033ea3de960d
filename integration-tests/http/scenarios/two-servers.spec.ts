import { buyerOf, memberOf, operatorOf, type Client } from "../../support/client"
import { dueWindows } from "../../support/due-windows"
import { brokenInvariants } from "../../support/orders"
import { openArcade, type Arcade } from "../../support/server"
import { aTrackingCode, paidOrder } from "../../support/shopping"

jest.setTimeout(240_000)

/** Two servers on one database: two sweepers, two duties of each kind, two clocks that must be one. */
let one: Arcade
let two: Arcade
let operators: [Client, Client]
let now: number

const at = (ms: number) => new Date(now + ms).toISOString()

beforeAll(async () => {
  one = await openArcade()
  two = await openArcade({ database: one.databaseUrl })
  operators = await Promise.all([operatorOf(one), operatorOf(two)])
  const { body } = await operators[0].call<{ clock: { now: string } }>("GET", "/admin/clock")
  now = Date.parse(body.clock.now)
  // The clock stands still, so that both servers are asked for the same instants.
  await one.sql("update marketplace_clock set frozen_at = $1::timestamptz", [at(0)])
})
afterAll(async () => {
  await two?.stop()
  await one?.stop()
})

const count = async (sql: string) => Number((await one.sql<{ count: string }>(`select count(*) from ${sql}`))[0]?.count)

test("K4 two sweepers at once share the windows that are due, and release each parcel once", async () => {
  const parcels = 10_000
  await dueWindows(one, parcels, at(500))
  const both = (ms: number) => Promise.all(operators.map((operator) => operator.call<{ done: number }>("POST", "/admin/clock", { advance_to: at(ms) })))
  await both(100) // each server has run its duties once: neither is late because it is cold
  const replies = await both(1_000)
  expect(replies.map((reply) => reply.status)).toEqual([200, 200])
  for (const { body } of replies) expect(body.done).toBeGreaterThanOrEqual(500)

  expect(await count("consent_window where parcel_id like 'prcl_due%' and state = 'lapsed'")).toBe(parcels)
  expect(await count("ledger_journal where key like 'parcel:prcl_due%:release'")).toBe(parcels)
  expect(await count("escrow_history where row_id like 'prcl_due%' and event = 'release'")).toBe(parcels)
  expect(await count("ledger_account where name like 'hold:hold_due%' and balance <> 0")).toBe(0)
  const [payable] = await one.sql<{ balance: string }>("select balance from ledger_account where name = $1", [`merchant:${one.seed.merchants[0]?.merchant_id}:payable`])
  expect(Number(payable?.balance)).toBe(parcels * 1_000 + (parcels * (parcels + 1)) / 2)
  expect(await brokenInvariants(operators[1])).toEqual([])
})

test("the clock goes forward only, whichever server is asked: refused with a code, and it has not moved", async () => {
  const before = (await operators[0].call("GET", "/admin/clock")).body
  for (const operator of operators) {
    const { status, body } = await operator.call("POST", "/admin/clock", { advance_to: at(-60_000) })
    expect({ status, code: body.code }).toEqual({ status: 400, code: "clock_goes_back" })
  }
  expect((await operators[1].call("GET", "/admin/clock")).body).toEqual(before)
})

test("K4 when the machine's clock steps back behind a dispatch, neither delivery nor consent is recorded, and both work once it is right", async () => {
  const [operator] = operators
  const [buyer, member] = await Promise.all([buyerOf(one), memberOf(one)])
  const { shopOrders } = await paidOrder(one, operator, buyer, [one.seed.merchants[0]?.shops[0]?.id ?? "none"])
  const id = shopOrders[0]?.id ?? "none"
  await member.call("POST", `/merchant/shop-orders/${id}/acceptance`, {})
  const { body } = await member.call<{ shop_order: { parcels: { id: string }[] } }>("POST", `/merchant/shop-orders/${id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })
  const parcel = body.shop_order.parcels[0]?.id ?? "none"
  const state = () => one.sql("select p.state, p.delivered_at, w.state as consent_window, w.due_at from escrow_parcel p join consent_window w on w.parcel_id = p.id where p.id = $1", [parcel])
  const step = (ms: number) => one.sql("update marketplace_clock set frozen_at = frozen_at + $1::int * interval '1 millisecond'", [ms])
  const deliver = () => operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the carrier says so" })
  const consent = () => buyer.call("POST", `/store/parcels/${parcel}/consent`, {})

  const before = await state()
  const journals = await count("ledger_journal")
  await step(-3_600_000)
  const refused = [await deliver(), await consent()]
  expect(refused.map(({ status, body: { code } }) => ({ status, code }))).toEqual(Array(2).fill({ status: 400, code: "delivery_before_dispatch" }))
  expect([await state(), await count("ledger_journal")]).toEqual([before, journals])

  await step(3_600_000)
  expect([(await deliver()).status, (await consent()).status]).toEqual([200, 200])
})
