import { newBuyerOf, visitorOf, type Reply } from "../support/client"
import { openPostOffice, type Parcel, type PostOffice } from "../support/parcels"

jest.setTimeout(240_000)

let post: PostOffice

beforeAll(async () => {
  post = await openPostOffice()
})
afterAll(() => post?.arcade.stop())

/** Stops the marketplace's clock, lets `act` work at that instant, and lets it run on. */
async function atOneInstant<Result>(act: (now: Date) => Promise<Result>): Promise<Result> {
  const now = new Date((await post.operator.call<{ clock: { now: string } }>("GET", "/admin/clock")).body.clock.now)
  await post.arcade.sql("update marketplace_clock set frozen_at = $1", [now])
  try {
    return await act(now)
  } finally {
    await post.arcade.sql(
      "update marketplace_clock set offset_ms = ceil(extract(epoch from frozen_at - clock_timestamp()) * 1000), frozen_at = null",
    )
  }
}
const dueIn = (id: string, now: Date, ms: number) =>
  post.arcade.sql("update consent_window set due_at = $2 where parcel_id = $1", [id, new Date(now.getTime() + ms)])

test("K4 the last millisecond counts: until then the buyer may answer, from then on not, whatever the sweep has done", async () => {
  const [a, b, c, d] = [await post.delivered(), await post.delivered(), await post.delivered(), await post.delivered()]
  await atOneInstant(async (now) => {
    for (const [parcel, ms] of [[a, 1], [b, 1], [c, 0], [d, 0]] as const) await dueIn(parcel.id, now, ms)
    expect(await post.object(a.id)).toMatchObject({ status: 201, body: { case: { state: "opened" } } })
    expect((await post.parcel(a.id)).window).toMatchObject({ state: "paused", due_at: null, remaining_ms: 1 })
    expect((await post.consent(b.id)).status).toBe(200)
    expect(await post.object(c.id)).toMatchObject({ status: 400, body: { code: "consent_window_closed" } })
    expect(await post.consent(d.id)).toMatchObject({ status: 400, body: { code: "consent_window_closed" } })
  })
})

test("K4 K7 an objection stops the clock, its withdrawal lets the rest of the time run, and consent waits for neither", async () => {
  const parcel = await post.delivered()
  expect(parcel.next_actions.map((each) => each.action)).toEqual(["extend"])
  const opened = await post.object(parcel.id)
  const dispute = opened.body.case.id
  expect(await post.object(parcel.id)).toMatchObject({ status: 400, body: { code: "objection_open" } })
  expect(await post.consent(parcel.id)).toMatchObject({ status: 400, body: { code: "objection_open" } })
  const paused = await post.parcel(parcel.id)
  const left = paused.window?.remaining_ms ?? 0
  expect(paused.next_actions.map((each) => each.action)).toEqual(["decide"])

  await post.operator.call("POST", "/admin/clock", { advance_days: 30 })
  expect((await post.parcel(parcel.id)).state).toBe("delivered")
  expect(await post.withdraw(dispute)).toMatchObject({ status: 200, body: { case: { state: "withdrawn" } } })
  const resumed = await post.parcel(parcel.id)
  const { body } = await post.operator.call<{ clock: { now: string } }>("GET", "/admin/clock")
  const going = Date.parse(resumed.window?.due_at ?? "") - Date.parse(body.clock.now)
  expect(resumed.window).toMatchObject({ state: "open", remaining_ms: null })
  expect(Math.abs(left - going)).toBeLessThan(60_000)
  expect(await post.withdraw(dispute)).toMatchObject({ status: 400, body: { code: "wrong_state" } })

  await post.operator.call("POST", "/admin/clock", { advance_days: 8 })
  expect((await post.parcel(parcel.id)).state).toBe("released")
})

test("K4 a consent and an objection in the same moment: one wins, the other is told", async () => {
  for (let round = 0; round < 3; round += 1) {
    const parcel = await post.delivered()
    const [yes, no]: Reply[] = await Promise.all([post.consent(parcel.id), post.object(parcel.id)])
    const won = [yes?.status === 200, no?.status === 201]
    expect(won.filter(Boolean)).toHaveLength(1)
    expect((won[0] ? no : yes)?.body.code).toBe(won[0] ? "consent_already_given" : "objection_open")
    expect((await post.parcel(parcel.id)).window?.state).toBe(won[0] ? "given" : "paused")
  }
})

test("K7 K17 a verdict moves the money once: to the merchant, to the buyer, or shared", async () => {
  const disputed = async () => {
    const parcel = await post.delivered()
    return { parcel, dispute: (await post.object(parcel.id)).body.case.id }
  }
  const whole = (parcel: Parcel) => parcel.amount.minor
  const [merchant, buyer, split] = [await disputed(), await disputed(), await disputed()]
  expect(await post.decide(merchant.dispute, { for: "merchant" })).toMatchObject({ status: 200, body: { case: { verdict: "merchant", refund: { minor: 0 } } } })
  expect(await post.parcel(merchant.parcel.id)).toMatchObject({ state: "released", window: { state: "decided" }, open_case: null })
  expect(await post.journal(`parcel:${merchant.parcel.id}:release`)).toEqual([expect.stringMatching(new RegExp(`^hold → merchant:.*:payable: ${whole(merchant.parcel)}$`))])

  expect(await post.decide(buyer.dispute, { for: "buyer" })).toMatchObject({ status: 200, body: { case: { refund: { minor: whole(buyer.parcel) } } } })
  expect((await post.parcel(buyer.parcel.id)).state).toBe("refunded")
  expect(await post.journal(`case:${buyer.dispute}:refund:1`)).toEqual([`hold → buyer:${buyer.parcel.order_id}:refund_due: ${whole(buyer.parcel)}`])

  const most = whole(split.parcel)
  for (const refund_minor of [0, most, most + 1, undefined]) {
    expect(await post.decide(split.dispute, { for: "split", refund_minor })).toMatchObject({ status: 400, body: { code: "verdict_amount_wrong" } })
  }
  expect((await post.parcel(split.parcel.id)).window?.state).toBe("paused")
  const all = await Promise.all(Array.from({ length: 4 }, () => post.decide(split.dispute, { for: "split", refund_minor: 1000 })))
  expect(all.filter((reply) => reply.status === 200)).toHaveLength(1)
  expect(new Set(all.filter((reply) => reply.status !== 200).map((reply) => reply.body.code))).toEqual(new Set(["wrong_state"]))
  expect((await post.parcel(split.parcel.id)).state).toBe("split")
  expect(await post.journal(`case:${split.dispute}:refund:1`)).toEqual([`hold → buyer:${split.parcel.order_id}:refund_due: 1000`])
  expect(await post.journal(`parcel:${split.parcel.id}:release`)).toEqual([expect.stringMatching(new RegExp(`: ${most - 1000}$`))])
  const holds = await post.arcade.sql<{ state: string; balance: string }>(
    "select h.state, a.balance from escrow_hold h join escrow_parcel p on p.hold_id = h.id join ledger_account a on a.name = 'hold:' || h.id where p.id = any($1)",
    [[merchant, buyer, split].map((each) => each.parcel.id)],
  )
  expect(holds).toEqual(Array.from({ length: 3 }, () => ({ state: "finished", balance: "0" })))
  expect(await post.withdraw(split.dispute)).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  expect(await post.invariants()).toEqual([])
})

test("nobody answers for another: a stranger has neither the parcel nor the case", async () => {
  const parcel = await post.delivered()
  const stranger = await newBuyerOf(post.arcade)
  const said = { reason: "other", text: "it is not mine" }
  expect(await stranger.call("POST", `/store/parcels/${parcel.id}/objection`, said)).toMatchObject({ status: 404, body: { code: "parcel_not_found" } })
  const { body } = await post.object(parcel.id)
  expect(await stranger.call("POST", `/store/cases/${body.case.id}/withdrawal`, {})).toMatchObject({ status: 404, body: { code: "case_not_found" } })
})

test("K4 more time: once by the buyer where the carrier never spoke, else by merchant or operator with a reason", async () => {
  const parcel = await post.delivered()
  const due = Date.parse(parcel.window?.due_at ?? "")
  const days = (reply: Reply<{ parcel: Parcel }>) => (Date.parse(reply.body.parcel.window?.due_at ?? "") - due) / 86_400_000
  const mine = () => post.buyer.call<{ parcel: Parcel }>("POST", `/store/parcels/${parcel.id}/extension`, {})
  expect(days(await mine())).toBe(3)
  expect(await mine()).toMatchObject({ status: 400, body: { code: "extension_used" } })
  const grant = { days: 2, reason: "the buyer was in hospital" }
  expect(days(await post.member.call("POST", `/merchant/parcels/${parcel.id}/extension`, grant))).toBe(5)
  expect(days(await post.operator.call("POST", `/admin/parcels/${parcel.id}/extension`, grant))).toBe(7)
  expect(await post.operator.call("POST", `/admin/parcels/${parcel.id}/extension`, { days: 2 })).toMatchObject({ status: 400, body: { code: "bad_input" } })

  const seen = await post.delivered("carrier")
  expect(seen.delivery_evidence).toBe("carrier")
  expect((await post.buyer.call<{ custody: { shop_orders: { parcels: Parcel[] }[] } }>("GET", `/store/orders/${seen.order_id}/custody`)).body.custody.shop_orders
    .flatMap((part) => part.parcels.flatMap((each) => each.next_actions.map(({ action }) => action)))).toEqual(["consent", "object"])
  expect(await post.buyer.call("POST", `/store/parcels/${seen.id}/extension`, {})).toMatchObject({ status: 400, body: { code: "tracking_not_stale" } })
})

test("K4 a guest answers by a link: signed, for one parcel, once, until it expires", async () => {
  const guest = visitorOf(post.arcade)
  const linkTo = async (id: string) => (await post.operator.call<{ link: { token: string } }>("POST", `/admin/parcels/${id}/links`, {})).body.link.token
  const answer = (token: string, said: unknown = { answer: "consent" }) => guest.call<{ parcel: Parcel }>("POST", `/store/consent-links/${token}`, said)
  const [a, b] = [await post.delivered(), await post.delivered()]
  const older = await linkTo(a.id)
  const token = await linkTo(a.id)
  expect(await answer(older)).toMatchObject({ status: 400, body: { code: "consent_link_invalid" } })
  const forged = token.replace(a.id, b.id)
  for (const wrong of [forged, `${token}x`, token.slice(0, -2), "nonsense", "a.b.c"]) {
    expect(await answer(wrong)).toMatchObject({ status: 400, body: { code: "consent_link_invalid" } })
  }
  expect(await guest.call("GET", `/store/consent-links/${token}`)).toMatchObject({ status: 200, body: { parcel: { id: a.id } } })
  expect(await answer(token, { answer: "objection" })).toMatchObject({ status: 400, body: { code: "bad_input" } })
  const all = await Promise.all(Array.from({ length: 5 }, () => answer(token)))
  expect(all.filter((reply) => reply.status === 200)).toHaveLength(1)
  expect(new Set(all.filter((reply) => reply.status !== 200).map((reply) => reply.body.code))).toEqual(new Set(["consent_link_used"]))
  expect(await post.parcel(a.id)).toMatchObject({ state: "released", window: { state: "given" } })

  const stored = await post.arcade.sql("select 1 from consent_link where token_hash like '%' || $1 || '%'", [token])
  expect(stored).toEqual([])
  const objecting = await linkTo(b.id)
  expect(await answer(objecting, { answer: "objection", reason: "wrong_item", text: "a red one" })).toMatchObject({
    status: 200, body: { parcel: { window: { state: "paused" }, open_case: { reason: "wrong_item" } } },
  })
  const late = await linkTo((await post.delivered()).id)
  await post.operator.call("POST", "/admin/clock", { advance_days: 31 })
  expect(await answer(late)).toMatchObject({ status: 400, body: { code: "consent_link_expired" } })
})

test("K4 the buyer is reminded before silence counts, once at each point, and not when there is nothing to answer", async () => {
  const [silent, satisfied] = [await post.delivered(), await post.delivered()]
  await post.consent(satisfied.id)
  const sentFor = async (id: string) =>
    (await post.arcade.sql<{ hours_before: number; sent: boolean }>("select hours_before, sent from consent_reminder where parcel_id = $1 and done_at is not null order by 1 desc", [id]))
  const to = (hours: number) => post.operator.call("POST", "/admin/clock", { advance_to: new Date(Date.parse(silent.window?.due_at ?? "") - hours * 3_600_000).toISOString() })
  await to(73)
  expect(await sentFor(silent.id)).toEqual([])
  await to(71)
  expect(await sentFor(silent.id)).toEqual([{ hours_before: 72, sent: true }])
  await to(1)
  expect(await sentFor(silent.id)).toEqual([{ hours_before: 72, sent: true }, { hours_before: 24, sent: true }])
  expect((await sentFor(satisfied.id)).some((row) => row.sent)).toBe(false)
})
