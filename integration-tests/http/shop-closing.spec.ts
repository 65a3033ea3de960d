import { buyerOf, memberOf, operatorOf, visitorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode, paidOrder, type ShopOrder } from "../support/shopping"

jest.setTimeout(180_000)

type Shop = { id: string; handle: string; status: string; closed: { at: string; reason: string | null } | null; next_actions: unknown[] }
type One = { shop: Shop }
type Rent = { lease: { id: string; closes_at: string | null }; invoice: { id: string } }

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
let arcade: Arcade
let member: Client
let operator: Client
let buyer: Client
let stalls = 0

beforeAll(async () => {
  arcade = await openArcade()
  ;[member, operator, buyer] = await Promise.all([memberOf(arcade, 0), operatorOf(arcade), buyerOf(arcade)])
})
afterAll(() => arcade?.stop())

const dispatch_address = "Tehran, Enqelab 1"
const open = async (): Promise<Shop> => {
  stalls += 1
  return (await member.call<One>("POST", "/merchant/shops", { handle: `closing-${process.pid}-${stalls}`, name: "A stall", guild: "books", dispatch_address })).body.shop
}
const close = (id: string, as = member) => as.call<One>("POST", `/merchant/shops/${id}/closing`, {})
const lease = (id: string) => member.call<Rent>("POST", `/merchant/shops/${id}/leases`, { plan: "stall", term_months: 1 })
const pay = (invoice: string) => member.call<Rent>("POST", `/merchant/invoices/${invoice}/payment`, { provider_id: "pp_system_default" })
const credit = (invoice: string) => operator.call("POST", `/admin/invoices/${invoice}/credit-note`, { reason: "the shop closes" })

test("K12 a shop with an open invoice or a running lease stays; free of both it closes, once, and the history says who and why", async () => {
  const { id } = await open()
  const rent = (await lease(id)).body
  expect(await close(id)).toMatchObject({ status: 400, body: { code: "shop_still_leased", message: expect.stringMatching(/is open; pay it or withdraw it/) as string } })
  const paid = await pay(rent.invoice.id)
  expect(paid.status).toBe(200)
  const { closes_at } = (await member.call<Rent>("GET", `/merchant/leases/${rent.lease.id}`)).body.lease
  for (const as of [() => close(id), () => operator.call("POST", `/admin/shops/${id}/closing`, { reason: "it is not used" })]) {
    const refused = await as()
    expect(refused).toMatchObject({ status: 400, body: { code: "shop_still_leased", message: expect.stringContaining(`until ${closes_at}; turn its renewal off`) as string } })
  }
  await credit(rent.invoice.id)
  const closed = await member.call<One>("POST", `/merchant/shops/${id}/closing`, { reason: "we sell elsewhere" })
  expect(closed).toMatchObject({ status: 200, body: { shop: { status: "closed", closed: { reason: "we sell elsewhere" }, next_actions: [] } } })
  expect((await close(id)).body).toEqual(closed.body)
  expect(await operator.call("POST", `/admin/shops/${id}/closing`, { reason: "another reason" })).toMatchObject({ status: 200, body: closed.body })

  const history = await arcade.sql("select event, from_state, to_state, actor_type, reason from merchant_history where row_id = $1", [id])
  expect(history).toEqual([{ event: "close", from_state: "rent_ended", to_state: "closed", actor_type: "member", reason: "we sell elsewhere" }])
  expect(await arcade.sql("select remind_at, renew_at, due_at from shop_lease where shop_id = $1", [id])).toEqual([{ remind_at: null, renew_at: null, due_at: null }])
})

test("K12 eight closings and leases at once: the shop is closed without rent, or rented and open", async () => {
  for (let round = 0; round < 4; round += 1) {
    const { id } = await open()
    const tried = await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 === round % 2 ? close(id) : lease(id))))
    const [row] = await arcade.sql<{ closed: boolean; leases: number; invoices: number }>(
      `select closed_at is not null as closed, (select count(*)::int from shop_lease where shop_id = s.id and state <> 'ended') as leases,
         (select count(*)::int from rent_invoice where shop_id = s.id) as invoices from pasaj_shop s where id = $1`, [id],
    )
    expect(row).toEqual(row?.closed ? { closed: true, leases: 0, invoices: 0 } : { closed: false, leases: 1, invoices: 1 })
    const refusals = tried.flatMap(({ status, body }) => (status >= 400 ? [body.code] : []))
    expect(refusals.every((code) => code === (row?.closed ? "shop_closed" : code === "lease_already_exists" ? code : "shop_still_leased"))).toBe(true)
    expect(tried.some(({ status }) => status < 400)).toBe(true)
  }
})

describe("K12 a shop that has traded and is closed", () => {
  let shop: string
  let handle: string
  let product: string
  let order: string
  let leaseId: string
  let quote: string
  let admin: string

  beforeAll(async () => {
    shop = arcade.seed.merchants[0]?.shops[0]?.id ?? "none"
    handle = arcade.seed.merchants[0]?.shops[0]?.handle ?? "none"
    product = (await arcade.sql<{ product_id: string }>("select product_id from shop_product where shop_id = $1 and shown order by 1 limit 1", [shop]))[0]?.product_id ?? "none"
    order = (await paidOrder(arcade, operator, buyer, [shop])).shopOrders[0]?.id ?? "none"
    const until_at = new Date(Date.now() + 7 * 86_400_000).toISOString()
    admin = (await operator.call<{ delegation: { id: string } }>("POST", `/admin/shops/${shop}/general-admin`, { scope: ["shop.manage"], until_at, reason: "the first days" })).body.delegation.id
    const invoices = await arcade.sql<{ id: string; lease_id: string }>("select id, lease_id from rent_invoice where shop_id = $1 order by id desc", [shop])
    leaseId = invoices[0]?.lease_id ?? "none"
    for (const { id } of invoices) await credit(id)
    quote = (await member.call<{ quote: { id: string } }>("POST", `/merchant/shops/${shop}/quotes`, { purpose: "renew", plan: "stall", term_months: 1 })).body.quote.id
    expect(await operator.call("POST", `/admin/shops/${shop}/closing`, { reason: "its trade has moved" })).toMatchObject({ status: 200, body: { shop: { status: "closed" } } })
  })

  test("is gone from the list, its page and its products, and Medusa's own product list", async () => {
    const visitor = visitorOf(arcade)
    expect((await visitor.call<{ shops: { id: string }[] }>("GET", "/store/shops?limit=200")).body.shops.map(({ id }) => id)).not.toContain(shop)
    expect(await visitor.call("GET", `/store/shops/${handle}`)).toMatchObject({ status: 404, body: { code: "shop_not_found" } })
    expect(await visitor.call("GET", `/store/shops/${handle}/products`)).toMatchObject({ status: 404, body: { code: "shop_not_found" } })
    expect((await visitor.call("GET", `/store/products/${product}`)).status).toBe(404)
    expect(await arcade.sql("select p.id from product p join shop_product s on s.product_id = p.id where s.shop_id = $1 and p.status = 'published'", [shop])).toEqual([])
  })

  test("begins nothing new: no lease, quote, product, picture, import, vacation or general admin, and keeps its address", async () => {
    const soon = new Date(Date.now() + 86_400_000).toISOString()
    const tries: [Client, string, Record<string, unknown>][] = [
      [member, `/merchant/shops/${shop}`, { name: "Another name" }],
      [member, `/merchant/shops/${shop}/leases`, { plan: "stall", term_months: 1 }],
      [member, `/merchant/shops/${shop}/quotes`, { purpose: "renew", plan: "stall", term_months: 1 }],
      [member, `/merchant/quotes/${quote}/acceptance`, {}],
      [member, `/merchant/leases/${leaseId}/renewal`, {}],
      [member, `/merchant/shops/${shop}/vacation`, { from_on: "2030-01-01" }],
      [member, `/merchant/shops/${shop}/pictures`, { content: PNG }],
      [member, `/merchant/shops/${shop}/products`, { handle: "late", title: "Late", currency: "irr", variants: [{ price_minor: 1 }] }],
      [member, `/merchant/shops/${shop}/imports`, { csv: "Handle,Title,Variant Price\nlate,Late,10", currency: "irr", rate: "1", rounding_minor: 1 }],
      [member, `/merchant/shops/${shop}/listed-products`, { product_ids: [] }],
      [member, `/merchant/products/${product}/publication`, {}],
      [member, `/merchant/products/${product}`, { title: "Another title" }],
      [operator, `/admin/shops/${shop}/general-admin`, { scope: ["shop.manage"], until_at: soon, reason: "the first days" }],
      [operator, `/admin/leases/${leaseId}/lost-days`, { days: 3, reason: "it was wrong", reference: "closing-1" }],
    ]
    for (const [as, path, body] of tries) expect([path, await as.call("POST", path, body)]).toMatchObject([path, { status: 400, body: { code: "shop_closed" } }])
    expect(await arcade.sql("select id from shop_picture where shop_id = $1", [shop])).toEqual([])
    expect(await member.call("POST", "/merchant/shops", { handle, name: "A stall", guild: "books", dispatch_address })).toMatchObject({ status: 400, body: { code: "shop_handle_taken" } })
  })

  test("reads why, has no general admin any more, and its open order goes on to its end", async () => {
    expect((await member.call<One>("GET", `/merchant/shops/${shop}`)).body.shop.closed?.reason).toBe("its trade has moved")
    expect(await member.call("GET", `/merchant/delegations/${admin}`)).toMatchObject({ body: { delegation: { status: "ended", end_reason: "the shop is closed", ended_by: { type: "operator" } } } })
    expect(await member.call("POST", `/merchant/shop-orders/${order}/acceptance`, {})).toMatchObject({ status: 200, body: { shop_order: { state: "preparing" } } })
    const sent = await member.call<{ shop_order: ShopOrder }>("POST", `/merchant/shop-orders/${order}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })
    expect(sent.status).toBe(201)
    const parcel = sent.body.shop_order.parcels[0]?.id
    await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "seen at the door" })
    expect(await buyer.call("POST", `/store/parcels/${parcel}/consent`, {})).toMatchObject({ status: 200, body: { parcel: { state: "released" } } })
  })

  test("is not counted against the plan's shops", async () => {
    await open()
    const [row] = await arcade.sql<{ open: number }>("select count(*)::int as open from pasaj_shop where merchant_id = (select merchant_id from pasaj_shop where id = $1) and closed_at is null", [shop])
    await arcade.sql("update pasaj_shop set limits_told = true, shop_limit = $2, leased_until = '2100-01-01' where closed_at is null and merchant_id = (select merchant_id from pasaj_shop where id = $1)", [shop, (row?.open ?? 0) + 1])
    expect((await open()).status).toBe("draft")
    expect(await member.call("POST", "/merchant/shops", { handle: "beyond-the-plan", name: "A stall", guild: "books", dispatch_address })).toMatchObject({ status: 400, body: { code: "shop_limit_reached" } })
  })
})
