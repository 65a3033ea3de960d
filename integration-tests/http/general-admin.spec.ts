import { buyerOf, clientOf, memberOf, newPersonOf, operatorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode, paidOrder, type ShopOrder } from "../support/shopping"
import { merchantIdOf } from "./foreign-rows"

jest.setTimeout(180_000)

type Delegation = { id: string; status: string; shop_id: string; operator: { id: string; name: string }; next_actions: { action: string }[] }
type One = { delegation: Delegation }
type Act = { id: string; what: string; path: string; outcome: string; code: string | null; said: Record<string, unknown>; for: { merchant_id: string; shop_id: string } }

let arcade: Arcade
let operator: Client
let member: Client
let buyer: Client
let shop: string
let sister: string

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, member, buyer] = await Promise.all([operatorOf(arcade), memberOf(arcade, 1), buyerOf(arcade)])
  const { shops } = (await member.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")).body
  ;[shop, sister] = [shops[0]?.id ?? "none", shops[1]?.id ?? "none"]
})
afterAll(() => arcade?.stop())

/** Whatever the shop's assignment was, it is over: each test has its own. */
afterEach(async () => {
  const { body } = await operator.call<{ delegations: Delegation[] }>("GET", "/admin/delegations")
  for (const each of body.delegations.filter(({ next_actions }) => next_actions.length > 0)) await operator.call("POST", `/admin/delegations/${each.id}/end`, {})
})

const nowOf = async () => (await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")).body.clock.now
const inDays = async (days: number) => new Date(Date.parse(await nowOf()) + days * 86_400_000).toISOString()
const assign = async (change: Record<string, unknown> = {}, of = shop) =>
  operator.call<One>("POST", `/admin/shops/${of}/general-admin`, { scope: ["order.dispatch"], until_at: await inDays(7), reason: "the first days", ...change })
const acting = (id: string, as = operator) => clientOf(arcade, { ...as.headers, "x-pasaj-acting-for": id })
const actsOf = async (id: string) => (await member.call<{ acts: Act[] }>("GET", `/merchant/delegations/${id}/acts`)).body.acts
const aPaidOrder = async () => (await paidOrder(arcade, operator, buyer, [shop])).shopOrders[0]?.id ?? "none"
const dispatch = (as: Client, id: string) => as.call<{ shop_order: ShopOrder }>("POST", `/merchant/shop-orders/${id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })

test("K14 an operator accepts and sends a shop's order for its merchant, who sees every act; the histories say for whom", async () => {
  const { body, status } = await assign()
  expect([status, body.delegation.status]).toEqual([201, "live"])
  const { id } = body.delegation
  const order = await aPaidOrder()
  const admin = acting(id)

  expect((await admin.call<{ shop_orders: { id: string }[] }>("GET", "/merchant/shop-orders")).body.shop_orders.map((each) => each.id)).toContain(order)
  expect(await admin.call("POST", `/merchant/shop-orders/${order}/acceptance`)).toMatchObject({ status: 200, body: { shop_order: { state: "preparing" } } })
  expect(await admin.call("POST", `/merchant/shop-orders/${order}/acceptance`)).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  expect(await dispatch(admin, order)).toMatchObject({ status: 201, body: { shop_order: { state: "shipped" } } })

  const acts = await actsOf(id)
  expect(acts.map(({ path, outcome, code }) => [path.split("/").at(-1), outcome, code])).toEqual([
    ["parcels", "done", null], ["acceptance", "refused", "wrong_state"], ["acceptance", "done", null],
  ])
  expect(acts[0]).toMatchObject({ for: { merchant_id: await merchantIdOf(arcade, 1), shop_id: shop }, said: { carrier: "Iran Post" } })
  const user = body.delegation.operator.id
  const histories = await arcade.sql("select event, actor_type, actor_id, actor_for from escrow_history where row_id = $1 and event in ('accept', 'ship', 'dispatch') order by id", [order])
  expect(histories.length).toBeGreaterThan(0)
  expect(histories.every((each) => each.actor_type === "operator" && each.actor_id === user && each.actor_for === id)).toBe(true)
  const timeline = await member.call<{ timeline: { parts: { events: { event: string; by: string; for: string | null }[] }[] } }>("GET", `/merchant/shop-orders/${order}/timeline`)
  const accepted = timeline.body.timeline.parts[0]?.events.find(({ event }) => event === "accept")
  expect(accepted).toMatchObject({ by: "operator", for: id })
})

test("K14 the merchant ends it at once: nothing is admitted any more, and what was done stays to be read", async () => {
  const { id } = (await assign()).body.delegation
  const admin = acting(id)
  expect(await admin.call("GET", "/merchant/shop-orders")).toMatchObject({ status: 200 })
  const ended = await member.call<One>("POST", `/merchant/delegations/${id}/end`, { reason: "we do it ourselves" })
  expect(ended).toMatchObject({ status: 200, body: { delegation: { status: "ended", end_reason: "we do it ourselves", ended_by: { type: "member" }, next_actions: [] } } })
  for (const [method, path] of [["GET", "/merchant/shop-orders"], ["POST", "/merchant/shop-orders/any/acceptance"]] as const) {
    expect(await admin.call(method, path)).toMatchObject({ status: 403, body: { code: "delegation_ended" } })
  }
  expect(await member.call("POST", `/merchant/delegations/${id}/end`, {})).toMatchObject({ status: 403, body: { code: "delegation_ended" } })
  expect(await actsOf(id)).toEqual([])
})

test("K14 of an end and eight acts at once, whatever was admitted is told, and nothing after the end", async () => {
  const { id } = (await assign()).body.delegation
  const order = await aPaidOrder()
  const admin = acting(id)
  const [end, ...acts] = await Promise.all([
    member.call("POST", `/merchant/delegations/${id}/end`, {}),
    ...Array.from({ length: 8 }, () => admin.call("POST", `/merchant/shop-orders/${order}/acceptance`)),
  ])
  expect(end?.status).toBe(200)
  const admitted = acts.filter(({ body }) => body.code !== "delegation_ended")
  const told = await actsOf(id)
  expect(told).toHaveLength(admitted.length)
  expect(told.every(({ outcome }) => outcome !== "unknown")).toBe(true)
  expect(told.filter(({ outcome }) => outcome === "done").length).toBe(acts.filter(({ status }) => status === 200).length)
})

test("K14 nothing is done before the time, after it, or outside the scope", async () => {
  const planned = (await assign({ from_at: await inDays(1), until_at: await inDays(3) })).body.delegation
  expect(planned.status).toBe("planned")
  expect(await acting(planned.id).call("GET", "/merchant/shop-orders")).toMatchObject({ status: 403, body: { code: "delegation_not_begun" } })
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  expect(await acting(planned.id).call("GET", "/merchant/shop-orders")).toMatchObject({ status: 200 })
  expect(await acting(planned.id).call("GET", "/merchant/products")).toMatchObject({ status: 403, body: { code: "delegation_scope_lacks" } })
  expect(await acting(planned.id).call("POST", `/merchant/shops/${shop}/imports`, { csv: "Handle,Title", currency: "irr" })).toMatchObject({ status: 403, body: { code: "delegation_scope_lacks" } })
  await operator.call("POST", "/admin/clock", { advance_days: 2 })
  expect(await acting(planned.id).call("GET", "/merchant/shop-orders")).toMatchObject({ status: 403, body: { code: "delegation_expired" } })
  expect(await actsOf(planned.id)).toEqual([])
})

test("K14 money, members and rent are never done for the merchant, and neither is anything for a shop next door", async () => {
  const { id } = (await assign({ scope: ["order.dispatch", "catalogue.manage", "shop.manage"] })).body.delegation
  const admin = acting(id)
  const merchant = await merchantIdOf(arcade, 1)
  for (const [method, path, body] of [
    ["GET", "/merchant/balance"], ["POST", "/merchant/settlements", {}], ["GET", "/merchant/invoices"], ["GET", "/merchant/members"],
    ["POST", "/merchant/invitations", { email: "a@example.com", role: "owner" }], ["POST", `/merchant/delegations/${id}/end`, {}],
    ["POST", "/merchant/shops", { handle: "new-shop", name: "New", guild: "books", dispatch_address: "Tehran, Enqelab 1" }],
  ] as const) {
    expect(await admin.call(method, path, body)).toMatchObject({ status: 403, body: { code: "act_not_delegable" } })
  }
  const { shops } = (await admin.call<{ shops: { id: string }[] }>("GET", "/merchant/shops")).body
  expect(shops.map((each) => each.id)).toEqual([shop])
  expect(await admin.call("GET", `/merchant/shops/${sister}`)).toMatchObject({ status: 404, body: { code: "shop_not_found" } })
  expect(await admin.call("GET", `/merchant/products?shop_id=${sister}`)).toMatchObject({ status: 404, body: { code: "shop_not_found" } })
  expect(await admin.call("GET", "/merchant/shops", undefined, { "x-pasaj-merchant": merchant })).toMatchObject({ status: 200 })
  expect(await admin.call("GET", "/merchant/shops", undefined, { "x-pasaj-merchant": await merchantIdOf(arcade, 0) })).toMatchObject({ status: 404, body: { code: "merchant_not_found" } })
})

test("K14 only the assigned operator acts under it; a member, a stranger and an operator without the header do not", async () => {
  const { id } = (await assign()).body.delegation
  await arcade.sql("update shop_delegation set operator_id = 'user_another' where id = $1", [id])
  expect(await acting(id).call("GET", "/merchant/shop-orders")).toMatchObject({ status: 404, body: { code: "delegation_not_found" } })
  expect(await acting("gadm_none").call("GET", "/merchant/shop-orders")).toMatchObject({ status: 404, body: { code: "delegation_not_found" } })
  expect((await acting(id, member).call("GET", "/merchant/shop-orders")).status).toBe(401)
  expect((await operator.call("GET", "/merchant/shop-orders")).status).toBe(401)
  const stranger = await newPersonOf(arcade)
  expect(await stranger.call("GET", `/merchant/delegations/${id}/acts`)).toMatchObject({ status: 404, body: { code: "delegation_not_found" } })
})

test("K14 a shop has one general admin at a time, also when eight are assigned at once; its time and scope are checked", async () => {
  const tried = await Promise.all(Array.from({ length: 8 }, () => assign()))
  expect(tried.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(tried.filter(({ status }) => status !== 201).map(({ body }) => body.code)).toEqual(Array(7).fill("general_admin_assigned"))
  expect(await assign({ from_at: await inDays(8), until_at: await inDays(9) })).toMatchObject({ status: 201 })
  expect(await assign({}, sister)).toMatchObject({ status: 201 })

  expect(await assign({ until_at: await inDays(-1) }, sister)).toMatchObject({ status: 400, body: { code: "delegation_time_invalid" } })
  expect(await assign({ until_at: await inDays(400) }, sister)).toMatchObject({ status: 400, body: { code: "delegation_time_invalid" } })
  for (const bad of [{ scope: [] }, { scope: ["rent.pay"] }, { scope: ["member.manage"] }, { until_at: "tomorrow" }, { reason: "" }]) {
    expect(await assign(bad, sister)).toMatchObject({ status: 400, body: { code: "bad_input" } })
  }
  expect(await assign({ operator_id: "user_none" }, sister)).toMatchObject({ status: 404, body: { code: "operator_not_found" } })
  expect(await assign({}, "shop_none")).toMatchObject({ status: 404, body: { code: "shop_not_found" } })

  const { body } = await operator.call<{ delegations: Delegation[] }>("GET", `/admin/delegations?shop_id=${sister}&limit=1`)
  expect(body.delegations.map((each) => [each.shop_id, each.status])).toEqual([[sister, "live"]])
})

describe("K14 operators who stand by", () => {
  type Policy = { access_policy: { version: number; general_admins: { id: string; name: string }[]; general_admin_scope: string[]; general_admin_days: number } }
  type Listed = { id: string; last_assignment: { ending: string; operator: { name: string } } | null; next_actions: { path: string }[] }
  let handles = 0
  const decide = (change: Record<string, unknown>) => operator.call<Policy>("POST", "/admin/access-policy", { ...change, reason: "each shop has one" })
  const opened = async () => {
    handles += 1
    const { body } = await member.call<{ shop: { id: string } }>("POST", "/merchant/shops", {
      handle: `standing-${process.pid}-${handles}`, name: "A stall", guild: "books", dispatch_address: "Tehran, Enqelab 1",
    })
    return body.shop.id
  }
  const adminsOf = async (id: string) => (await member.call<{ delegations: (Delegation & { assigned_by: string; scope: string[] })[] }>("GET", `/merchant/delegations?shop_id=${id}`)).body.delegations
  const unaccompanied = async () => (await operator.call<{ shops: Listed[] }>("GET", "/admin/shops-without-general-admin?limit=200")).body.shops
  let me: string

  beforeAll(async () => {
    me = (await operator.call<{ user: { id: string } }>("GET", "/admin/users/me")).body.user.id
  })

  test("a shop is opened with its general admin, who may act from the first moment; the merchant sees it and who decided", async () => {
    expect(await decide({ general_admins: ["user_none"] })).toMatchObject({ status: 404, body: { code: "operator_not_found" } })
    expect(await decide({ general_admin_days: 700 })).toMatchObject({ status: 400, body: { code: "general_admin_days_too_many" } })
    expect(await decide({ general_admins: [me, me] })).toMatchObject({ status: 400, body: { code: "bad_input" } })
    const policy = await decide({ general_admins: [me], general_admin_scope: ["shop.manage"], general_admin_days: 7 })
    expect(policy).toMatchObject({ status: 201, body: { access_policy: { general_admins: [{ id: me }], general_admin_scope: ["shop.manage"], general_admin_days: 7 } } })

    const id = await opened()
    const [admin] = await adminsOf(id)
    expect(admin).toMatchObject({ status: "live", operator: { id: me }, assigned_by: "access-policy", scope: ["shop.manage"] })
    expect(await acting(admin?.id ?? "none").call("POST", `/merchant/shops/${id}`, { city: "Tabriz" })).toMatchObject({ status: 200 })
    expect((await unaccompanied()).map((each) => each.id)).not.toContain(id)
  })

  test("its time over, it goes on by itself; a merchant that ended it gets no other and is listed", async () => {
    const [kept, ended] = [await opened(), await opened()]
    const [admin] = await adminsOf(ended)
    await member.call("POST", `/merchant/delegations/${admin?.id}/end`, { reason: "we do it ourselves" })
    await operator.call("POST", "/admin/clock", { advance_days: 8 })
    expect((await adminsOf(kept)).map(({ status }) => status)).toEqual(["live", "expired"])
    expect((await adminsOf(ended)).map(({ status }) => status)).toEqual(["ended"])
    const listed = await unaccompanied()
    expect(listed.find(({ id }) => id === ended)).toMatchObject({ last_assignment: { ending: "by_merchant" }, next_actions: [{ path: `/admin/shops/${ended}/general-admin` }] })
    expect(listed.map(({ id }) => id)).not.toContain(kept)
  })
})
