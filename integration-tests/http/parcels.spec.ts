import { openPostOffice, type PostOffice } from "../support/parcels"

jest.setTimeout(240_000)

let post: PostOffice

beforeAll(async () => {
  post = await openPostOffice()
})
afterAll(() => post?.arcade.stop())

test("K4 one shop's part goes out in several parcels, each with its own amount, window and release; no unit is lost", async () => {
  const { part, order } = await post.accepted(5)
  const line_item_id = part.lines[0]?.line_item_id ?? "none"
  const first = await post.dispatch(part.id, [{ line_item_id, quantity: 2 }])
  expect(first.body.shop_order).toMatchObject({ state: "partly_shipped", parcels: [{ items: [{ line_item_id, quantity: 2 }] }] })
  const second = await post.dispatch(part.id)
  expect(second.body.shop_order).toMatchObject({ state: "shipped", parcels: expect.any(Array) as unknown })
  const [a, b] = second.body.shop_order.parcels
  if (!a || !b) throw new Error("two parcels were sent")
  expect(a.amount.minor + b.amount.minor).toBe(part.amount.minor)
  expect(b.items).toMatchObject([{ quantity: 3 }])

  await post.deliver(a.id)
  expect((await post.part(part.id)).state).toBe("shipped")
  expect((await post.consent(a.id)).status).toBe(200)
  expect(await post.part(part.id)).toMatchObject({ state: "shipped", hold: { state: "held", remaining: { minor: b.amount.minor } } })
  expect((await post.parcel(b.id)).window).toMatchObject({ state: "waiting" })

  expect((await post.consent(b.id)).status).toBe(200)
  expect(await post.part(part.id)).toMatchObject({ state: "completed", hold: { state: "finished", remaining: { minor: 0 } } })

  const there = await post.operator.call<{ order: { fulfillments: { items: { quantity: number }[] }[] } }>(
    "GET", `/admin/orders/${order}?fields=*fulfillments,*fulfillments.items`,
  )
  expect(there.body.order.fulfillments.flatMap((each) => each.items.map((item) => item.quantity)).sort()).toEqual([2, 3])
})

test("K4 packing at once: of five who pack one of three, three do", async () => {
  const { part } = await post.accepted(3)
  const line_item_id = part.lines[0]?.line_item_id ?? "none"
  const all = await Promise.all(Array.from({ length: 5 }, () => post.dispatch(part.id, [{ line_item_id, quantity: 1 }])))
  expect(all.filter((reply) => reply.status === 201)).toHaveLength(3)
  const refused = all.filter((reply) => reply.status !== 201).map((reply) => reply.body.code)
  expect(refused.every((code) => code === "wrong_state" || code === "nothing_left_to_ship")).toBe(true)
  const after = await post.part(part.id)
  expect(after.state).toBe("shipped")
  expect(after.parcels.reduce((sum, parcel) => sum + parcel.amount.minor, 0)).toBe(part.amount.minor)
})

test("a parcel holds what the part has: not more, not another's, not nothing", async () => {
  const { part } = await post.accepted(2)
  const line_item_id = part.lines[0]?.line_item_id ?? "none"
  expect(await post.dispatch(part.id, [{ line_item_id, quantity: 3 }])).toMatchObject({ status: 400, body: { code: "quantity_not_left" } })
  expect(await post.dispatch(part.id, [{ line_item_id: "ordli_other", quantity: 1 }])).toMatchObject({ status: 400, body: { code: "line_not_in_shop_order" } })
  expect(await post.dispatch(part.id, [])).toMatchObject({ status: 400, body: { code: "bad_input" } })
  expect(await post.dispatch(part.id, [{ line_item_id, quantity: 0 }])).toMatchObject({ status: 400, body: { code: "bad_input" } })
  expect(await post.part(part.id)).toMatchObject({ state: "preparing", parcels: [] })
})

test("a silent carrier's parcel comes to the operators' queue and never lapses; lost, it is given back; found, its case ends", async () => {
  const [lost, found] = [await post.sent(), await post.sent()]
  const queue = async () => (await post.operator.call<{ parcels: { id: string }[] }>("GET", "/admin/parcels?silent=true&limit=200")).body.parcels.map((row) => row.id)
  expect(await queue()).not.toContain(lost.id)
  await post.operator.call("POST", "/admin/clock", { advance_days: 11 })
  expect(await queue()).toEqual(expect.arrayContaining([lost.id, found.id]))

  const lose = (id: string) => post.operator.call("POST", `/admin/parcels/${id}/loss`, { note: "the carrier has no trace of it" })
  expect(await lose(lost.id)).toMatchObject({ status: 200, body: { parcel: { state: "lost", open_case: { kind: "loss" } } } })
  expect(await lose(lost.id)).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  expect(await post.consent(lost.id)).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  await lose(found.id)
  expect(await post.deliver(found.id)).toMatchObject({ status: 200, body: { parcel: { state: "delivered", open_case: null, window: { state: "open" } } } })

  const dispute = (await post.parcel(lost.id)).open_case?.id ?? "none"
  expect(await post.decide(dispute, { for: "merchant" })).toMatchObject({ status: 400, body: { code: "verdict_needs_delivery" } })
  expect(await post.decide(dispute, { for: "buyer" })).toMatchObject({ status: 200, body: { case: { state: "decided", refund: { minor: lost.amount.minor } } } })
  expect(await post.parcel(lost.id)).toMatchObject({ state: "refunded", window: { state: "decided" } })
  expect(await post.invariants()).toEqual([])
})

test("K4 the policy in force is the parcel's when it leaves, and stays its own", async () => {
  const before = await post.sent()
  const policy = await post.operator.call<{ consent_policy: { version: number } }>("GET", "/admin/consent-policy")
  expect(policy.body.consent_policy).toMatchObject({ preset: "kerkere", window: { length: 7, unit: "calendar_days" }, extension_days: 3, silent_after_days: 10 })
  const change = await post.operator.call<{ consent_policy: { version: number } }>("POST", "/admin/consent-policy", { preset: "eu-14", reason: "we sell to Europe now" })
  expect(change).toMatchObject({ status: 201, body: { consent_policy: { version: policy.body.consent_policy.version + 1, preset: "eu-14", extension_days: 3 } } })
  const after = await post.sent()

  const length = async (id: string) => {
    const { body } = await post.deliver(id)
    const at = await post.arcade.sql<{ at: Date }>("select delivered_at as at from escrow_parcel where id = $1", [id])
    return (Date.parse(body.parcel.window?.due_at ?? "") - (at[0]?.at.getTime() ?? 0)) / 86_400_000
  }
  expect(await length(before.id)).toBe(7)
  expect(await length(after.id)).toBe(14)
  await post.operator.call("POST", "/admin/consent-policy", { preset: "kerkere", reason: "and back again" })
  expect(await post.operator.call("POST", "/admin/consent-policy", { preset: "for-ever", reason: "no such preset" })).toMatchObject({ status: 400, body: { code: "bad_input" } })
})
