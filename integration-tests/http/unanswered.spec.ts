import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { balanceOf, brokenInvariants, executedOnce, medusaOrder, paidOrderOf, partsOf, refundsOf, variantsOf } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"
import { capture, complete, filledCart, shopOrdersOf } from "../support/shopping"

jest.setTimeout(240_000)

/** Medusa writes a capture and a refund down before it asks the provider: until that has answered they are no money. */
const provider = join(tmpdir(), `pasaj-provider-${process.pid}`)
/** Written beside and moved there: the provider reads at any moment, and half a word would be a yes. */
const says = (mood: "hang" | "decline" | "lost" | "yes") => {
  writeFileSync(`${provider}.next`, mood)
  renameSync(`${provider}.next`, provider)
}
const moved = () => (existsSync(`${provider}.moved`) ? readFileSync(`${provider}.moved`, "utf8").trim().split("\n") : []).filter((line) => line.startsWith("refundPayment")).length

let arcade: Arcade
let operator: Client
let buyer: Client
let member: Client
let variants: string[]

beforeAll(async () => {
  says("yes")
  arcade = await openArcade({ env: { PASAJ_PROVIDER_FILE: provider, NODE_OPTIONS: `--require ${join(__dirname, "../support/provider-at-fault.cjs")}` } })
  ;[operator, buyer, member] = await Promise.all([operatorOf(arcade), buyerOf(arcade), memberOf(arcade)])
  const shop = (await member.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")).body.shops[0]?.id ?? "none"
  variants = await variantsOf(arcade, buyer, shop, 1)
})
afterAll(async () => {
  await arcade?.stop()
  for (const file of [provider, `${provider}.moved`]) rmSync(file, { force: true })
})
afterEach(async () => {
  says("yes")
  expect(await brokenInvariants(operator)).toEqual([])
  expect((await operator.call<{ proof: object }>("POST", "/admin/custody-proof", {})).body.proof).toMatchObject({ green: true, differences: [] })
})

const letTheDutiesRun = () => operator.call("POST", "/admin/clock", { advance_days: 1 })
const unpaid = async () => {
  const placed = await complete(operator, buyer, await filledCart(arcade, buyer, variants))
  await shopOrdersOf(operator, placed.order_id, 1, "awaiting_payment")
  return placed
}
const paid = async () => {
  const { placed, parts } = await paidOrderOf(arcade, operator, buyer, variants, 1)
  return { ...placed, part: parts[0]?.id ?? "none", due: parts[0]?.amount.minor ?? 0 }
}
const stateOf = async (order: string) => (await partsOf(operator, order))[0]?.state
type Item = { id: string; order_id: string; source: string; state: string }
const itemOf = async (order: string) =>
  (await operator.call<{ suspense_items: Item[] }>("GET", "/admin/suspense?state=open&limit=200")).body.suspense_items.find((item) => item.order_id === order)
const say = (item: Item | undefined, body: object) => operator.call("POST", `/admin/suspense/${item?.id}/resolution`, { bearer: "nobody", note: "seen on its own page", ...body })
/** What Medusa wrote down before the answer is as old as a process that is gone. */
const age = (table: "capture" | "refund", payment: string) => arcade.sql(`update ${table} set created_at = created_at - interval '6 minutes' where payment_id = $1`, [payment])
const rowsOf = async (table: "capture" | "refund", payment: string) => (await arcade.sql(`select id from ${table} where payment_id = $1 and deleted_at is null`, [payment])).length

test("P2 a capture that the provider has not answered funds nothing; declined, there was none; made, it funds once", async () => {
  const placed = await unpaid()
  says("hang")
  const asked = capture(operator, placed)
  await eventually(() => rowsOf("capture", placed.payment_id), (rows) => rows === 1)
  await letTheDutiesRun()
  expect(await stateOf(placed.order_id)).toBe("awaiting_payment")
  says("decline")
  expect((await asked).status).toBeGreaterThanOrEqual(400)
  await letTheDutiesRun()
  expect([await stateOf(placed.order_id), await itemOf(placed.order_id)]).toEqual(["awaiting_payment", undefined])
  says("yes")
  await capture(operator, placed)
  await shopOrdersOf(operator, placed.order_id, 1, "paid")
})

test.each([["came", true], ["never came", false]])("P2 K2 a process dies while the provider is asked for a capture that %s: an operator is asked, and the books follow", async (_what, made) => {
  const placed = await unpaid()
  says("hang")
  void capture(operator, placed).catch(() => undefined)
  await eventually(() => rowsOf("capture", placed.payment_id), (rows) => rows === 1)
  await arcade.kill()
  says("yes")
  await arcade.restart()
  await letTheDutiesRun()
  expect(await itemOf(placed.order_id)).toBeUndefined() // it is young: another process may still be asking
  await age("capture", placed.payment_id)
  await letTheDutiesRun()
  const item = await itemOf(placed.order_id)
  expect([await stateOf(placed.order_id), item?.source]).toEqual(["awaiting_payment", "payment"])
  expect(await say(item, {})).toMatchObject({ status: 400, body: { code: "suspense_made_wrong" } })
  expect(await say(item, { made })).toMatchObject({ status: 200, body: { suspense_item: { state: "resolved" } } })
  expect(await say(item, { made: !made })).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  expect([await stateOf(placed.order_id), await rowsOf("capture", placed.payment_id)]).toEqual(made ? ["paid", 1] : ["awaiting_payment", 0])
  if (!made) {
    await capture(operator, placed)
    await shopOrdersOf(operator, placed.order_id, 1, "paid")
  }
})

test("K2 a refund button whose provider declines after a while was no refund; nor is it one meanwhile", async () => {
  const { order_id, payment_id, part, due } = await paid()
  says("hang")
  const asked = operator.call("POST", `/admin/payments/${payment_id}/refund`, { amount: 1_000 })
  await eventually(() => rowsOf("refund", payment_id), (rows) => rows === 1)
  await letTheDutiesRun()
  says("decline")
  await asked
  await letTheDutiesRun()
  expect((await partsOf(operator, order_id)).find((each) => each.id === part)?.hold.remaining.minor).toBe(due)
})

test.each([["went", true], ["never went", false]])("K2 a process dies while the provider is asked for a refund that %s: it is sent once", async (_what, made) => {
  const { order_id, payment_id, part } = await paid()
  says("hang")
  void member.call("POST", `/merchant/shop-orders/${part}/cancellation`, { reason: "out of stock", line_item_ids: (await partsOf(operator, order_id))[0]?.lines.map((line) => line.line_item_id) }).catch(() => undefined)
  await eventually(() => rowsOf("refund", payment_id), (rows) => rows === 1)
  await arcade.kill()
  const before = moved()
  says("yes")
  await arcade.restart()
  await age("refund", payment_id)
  await arcade.sql("update escrow_refund set leased_until = now() where order_id = $1", [order_id])
  await letTheDutiesRun()
  const item = await itemOf(order_id)
  expect([item?.source, moved() - before, (await refundsOf(arcade, order_id)).executed]).toEqual(["payment", 0, 0])
  expect(await say(item, { made })).toMatchObject({ status: 200 })
  await letTheDutiesRun()
  expect(await refundsOf(arcade, order_id)).toEqual(executedOnce)
  expect(moved() - before).toBe(made ? 0 : 1)
})

test.each([["went", true], ["never went", false]])("K2 a refund whose answer was lost is not sent again before somebody has looked: it %s", async (_what, made) => {
  const { order_id, part } = await paid()
  const before = moved()
  says("lost")
  await operator.call("POST", `/admin/shop-orders/${part}/refund`, { amount_minor: 1_000, reason: "a scratch", reference: `lost-${order_id}` })
  const item = await eventually(() => itemOf(order_id), (found) => found !== undefined)
  says("yes")
  for (let day = 0; day < 2; day++) await letTheDutiesRun()
  expect([item?.source, moved() - before]).toEqual(["payment", 1])
  expect(await say(item, { made })).toMatchObject({ status: 200 })
  await letTheDutiesRun()
  expect(await refundsOf(arcade, order_id)).toEqual(executedOnce)
  expect([moved() - before, await balanceOf(operator, `buyer:${order_id}:refund_due`)]).toEqual([made ? 1 : 2, 0])
})

test("K2 Medusa loses its note of a refund that was made by its own button while a change is open: an operator's word is taken when the change is over, and the order owes nothing", async () => {
  const { order_id, payment_id } = await paid()
  await operator.call("POST", "/admin/order-edits", { order_id })
  expect((await operator.call("POST", `/admin/payments/${payment_id}/refund`, { amount: 1_000 })).status).toBeGreaterThanOrEqual(400)
  await age("refund", payment_id)
  await letTheDutiesRun()
  const item = await itemOf(order_id)
  expect(await say(item, { made: true })).toMatchObject({ status: 400, body: { code: "order_change_open" } })
  await operator.call("DELETE", `/admin/order-edits/${order_id}`)
  const both = await Promise.all([1, 2].map(() => say(item, { made: true })))
  expect(both.map((reply) => reply.status).sort()).toEqual([200, 400])
  await letTheDutiesRun()
  expect((await medusaOrder(operator, order_id)).summary.pending_difference).toBe(0)
  expect(await balanceOf(operator, `buyer:${order_id}:refund_due`)).toBe(0)
})

test.each([["went", true], ["never went", false]])("K2 a whole order is cancelled here and the answer to its refund is lost: it is not sent again before somebody has looked (it %s), and then Medusa's order is cancelled", async (_what, made) => {
  const { order_id, due } = await paid()
  const before = moved()
  says("lost")
  await operator.call("POST", `/admin/orders/${order_id}/custody-cancellation`, { reason: "the shop has closed" })
  const item = await eventually(() => itemOf(order_id), (found) => found !== undefined)
  says("yes")
  for (let day = 0; day < 2; day++) await letTheDutiesRun()
  expect([moved() - before, (await medusaOrder(operator, order_id)).status, await balanceOf(operator, `buyer:${order_id}:refund_due`)]).toEqual([1, "pending", due])
  expect(await say(item, { made })).toMatchObject({ status: 200 })
  await letTheDutiesRun()
  expect([moved() - before, (await medusaOrder(operator, order_id)).status, await balanceOf(operator, `buyer:${order_id}:refund_due`)]).toEqual([made ? 1 : 2, "canceled", 0])
  expect((await refundsOf(arcade, order_id)).there).toBe(1)
})

test.each([["went", true], ["never went", false]])("K2 Medusa's own Cancel takes a lost answer for a yes and forgets it: the queue asks, and the refund that %s is made once", async (_what, made) => {
  const { order_id } = await paid()
  const before = moved()
  says("lost")
  expect((await operator.call("POST", `/admin/orders/${order_id}/cancel`, {})).status).toBe(200)
  says("yes")
  await letTheDutiesRun()
  expect([moved() - before, (await refundsOf(arcade, order_id)).there]).toEqual([1, 0])
  await arcade.sql("update order_transaction set created_at = created_at - interval '6 minutes' where order_id = $1", [order_id])
  await letTheDutiesRun()
  const item = await itemOf(order_id)
  expect(item?.source).toBe("payment")
  expect(await say(item, { made })).toMatchObject({ status: 200 })
  for (let day = 0; day < 2; day++) await letTheDutiesRun()
  expect([moved() - before, (await refundsOf(arcade, order_id)).there, await balanceOf(operator, `buyer:${order_id}:refund_due`)]).toEqual([made ? 1 : 2, 1, 0])
})
