import { openPostOffice, type Case, type PostOffice } from "../support/parcels"
import type { Reply } from "../support/client"

jest.setTimeout(300_000)

let post: PostOffice

beforeAll(async () => {
  post = await openPostOffice()
})
afterAll(() => post?.arcade.stop())
afterEach(async () => expect(await post.invariants()).toEqual([]))

const missing = (id: string): Promise<Reply<{ case: Case }>> => post.buyer.call("POST", `/store/parcels/${id}/objection`, { reason: "not_received", text: "it never came" })
const lose = (id: string) => post.operator.call("POST", `/admin/parcels/${id}/loss`, { note: "the carrier has no trace of it" })
const actions = async (id: string, as = post.buyer) => {
  const parcel = await post.parcel(id)
  const path = as === post.buyer ? `/store/orders/${parcel.order_id}/timeline` : `/admin/orders/${parcel.order_id}/timeline`
  const { body } = await as.call<{ timeline: { parts: { money: { gate: string; waits_for: string }[]; next_actions: { action: string }[] }[] } }>("GET", path)
  const [part] = body.timeline.parts
  return { money: part?.money, actions: part?.next_actions.map((each) => each.action) }
}
const disputed = async () => {
  const parcel = await post.sent()
  const { status, body } = await missing(parcel.id)
  expect(status).toBe(201)
  return { parcel, dispute: body.case.id }
}
const DAY = 86_400_000

test("K4 K7 'not received' before the carrier has spoken opens a case; its gate and what each may do follow; taken back, all is as before", async () => {
  const parcel = await post.sent()
  expect((await actions(parcel.id)).actions).toEqual(["consent", "object"])
  const { body } = await missing(parcel.id)
  expect(await post.parcel(parcel.id)).toMatchObject({ state: "handed_over", window: { state: "paused", due_at: null, remaining_ms: null }, open_case: { id: body.case.id } })
  expect(await actions(parcel.id)).toMatchObject({ money: [{ gate: "case", waits_for: "operator" }], actions: ["withdraw_objection"] })
  expect((await actions(parcel.id, post.operator)).actions).toEqual(["deliver", "lose", "decide"])
  expect(await missing(parcel.id)).toMatchObject({ status: 400, body: { code: "objection_open" } })
  expect(await post.consent(parcel.id)).toMatchObject({ status: 400, body: { code: "objection_open" } })

  expect(await post.withdraw(body.case.id)).toMatchObject({ status: 200, body: { case: { state: "withdrawn" } } })
  expect(await post.parcel(parcel.id)).toMatchObject({ state: "handed_over", window: { state: "waiting" }, open_case: null })
  expect((await post.deliver(parcel.id)).body.parcel).toMatchObject({ state: "delivered", window: { state: "open" } })
})

test("K17 before delivery a verdict can only give back: the buyer is refunded, and the part ends", async () => {
  const { parcel, dispute } = await disputed()
  for (const verdict of [{ for: "merchant" }, { for: "split", refund_minor: 1 }]) {
    expect(await post.decide(dispute, verdict)).toMatchObject({ status: 400, body: { code: "verdict_needs_delivery" } })
  }
  expect(await post.decide(dispute, { for: "buyer" })).toMatchObject({ status: 200, body: { case: { refund: { minor: parcel.amount.minor } } } })
  expect(await post.parcel(parcel.id)).toMatchObject({ state: "refunded", delivery_evidence: null, window: { state: "decided" } })
  const [row] = await post.arcade.sql<{ id: string }>("select shop_order_id as id from escrow_parcel where id = $1", [parcel.id])
  expect(await post.part(row?.id ?? "none")).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })
  expect(await post.deliver(parcel.id)).toMatchObject({ status: 400, body: { code: "wrong_state" } })
})

test("K4 it comes while the case is open: the case stays, nothing lapses, and the whole time is kept for a withdrawal", async () => {
  const { parcel, dispute } = await disputed()
  expect((await post.deliver(parcel.id)).body.parcel).toMatchObject({
    state: "delivered", window: { state: "paused", due_at: null, remaining_ms: 7 * DAY }, open_case: { id: dispute },
  })
  await post.operator.call("POST", "/admin/clock", { advance_days: 30 })
  expect((await post.parcel(parcel.id)).state).toBe("delivered")
  await post.withdraw(dispute)
  const { window } = await post.parcel(parcel.id)
  const { body } = await post.operator.call<{ clock: { now: string } }>("GET", "/admin/clock")
  expect(Math.abs(Date.parse(window?.due_at ?? "") - Date.parse(body.clock.now) - 7 * DAY)).toBeLessThan(60_000)
  await post.operator.call("POST", "/admin/clock", { advance_days: 8 })
  expect((await post.parcel(parcel.id)).state).toBe("released")
})

test("K17 with its delivery recorded, the open case may be decided for the merchant", async () => {
  const { parcel, dispute } = await disputed()
  await post.deliver(parcel.id)
  expect(await post.decide(dispute, { for: "merchant" })).toMatchObject({ status: 200 })
  expect(await post.parcel(parcel.id)).toMatchObject({ state: "released", window: { state: "decided" } })
})

test("a loss joins the open case; withdrawn, the loss keeps a case of its own; found, only that one ends", async () => {
  const { parcel, dispute } = await disputed()
  expect(await lose(parcel.id)).toMatchObject({ status: 200, body: { parcel: { state: "lost", open_case: { id: dispute, kind: "objection" } } } })
  await post.withdraw(dispute)
  expect(await post.parcel(parcel.id)).toMatchObject({ state: "lost", window: { state: "waiting" }, open_case: { kind: "loss" } })
  expect(await missing(parcel.id)).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  expect((await post.deliver(parcel.id)).body.parcel).toMatchObject({ state: "delivered", open_case: null, window: { state: "open" } })

  const second = await disputed()
  await lose(second.parcel.id)
  expect(await post.decide(second.dispute, { for: "buyer" })).toMatchObject({ status: 200 })
  expect(await post.parcel(second.parcel.id)).toMatchObject({ state: "refunded", open_case: null })
})

test("K4 a parcel with a case stays in the silent carriers' queue: its carrier is silent still", async () => {
  const { parcel } = await disputed()
  await post.operator.call("POST", "/admin/clock", { advance_days: 11 })
  const { body } = await post.operator.call<{ parcels: { id: string }[] }>("GET", "/admin/parcels?silent=true&limit=200")
  expect(body.parcels.map((each) => each.id)).toContain(parcel.id)
})

test("K4 objection, delivery and consent in the same moment: each is told how it stands, and the money waits or leaves once", async () => {
  for (let round = 0; round < 5; round += 1) {
    const parcel = await post.sent()
    const [objected, arrived, given]: Reply[] = await Promise.all([missing(parcel.id), post.deliver(parcel.id), post.consent(parcel.id)])
    const after = await post.parcel(parcel.id)
    expect([objected?.status === 201, given?.status === 200].filter(Boolean)).toHaveLength(1)
    if (given?.status === 200) {
      expect(after).toMatchObject({ state: "released", window: { state: "given" }, open_case: null })
      expect(objected?.body.code).toBe("consent_already_given")
    } else {
      expect(given?.body.code).toBe("objection_open")
      expect(arrived?.status).toBe(200)
      expect(after).toMatchObject({ state: "delivered", window: { state: "paused" } })
      expect(after.open_case).not.toBeNull()
      expect(after.window?.remaining_ms).toBeGreaterThan(6 * DAY)
    }
  }
})
