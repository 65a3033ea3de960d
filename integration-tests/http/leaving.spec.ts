import { buyerOf, clientOf, eventually, memberOf, newPersonOf, operatorOf, type Client } from "../support/client"
import { person, verified, verifiedMerchant, type Applicant } from "../support/merchants"
import { brokenInvariants } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode, complete, filledCart, paidOrder, variantOf } from "../support/shopping"
import { tracesOf } from "../support/traces"

jest.setTimeout(240_000)

type Leaving = { leaving: { state: string; since: string | null; gone_from: string | null; blocks: { block: string; count: number; amounts: { minor: number }[]; says: string }[] } }
type Export = { export: { section: string; sections: string[]; rows: Record<string, unknown>[]; next: string | null } }
type Shops = { shops: { id: string; status: string }[] }

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 7, 7, 7]).toString("base64")

let arcade: Arcade
let operator: Client

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
})
afterAll(() => arcade?.stop())

const seeded = async (index: number) => ({ member: await memberOf(arcade, index), id: arcade.seed.merchants[index]?.merchant_id ?? "", shops: arcade.seed.merchants[index]?.shops.map(({ id }) => id) ?? [] })
const leave = (as: Client, id: string, path = "") => as.call<Leaving>("POST", `/merchant/merchants/${id}/leaving${path}`, {})
const blocks = async (as: Client, id: string) => (await as.call<Leaving>("GET", `/merchant/merchants/${id}/leaving`)).body.leaving.blocks.map(({ block }) => block)
const statuses = async (as: Client) => [...new Set((await as.call<Shops>("GET", "/merchant/shops?limit=200")).body.shops.map(({ status }) => status))]
const advance = (body: object) => operator.call("POST", "/admin/clock", body)
const codes = (replies: { body: { code?: string } }[]) => replies.map(({ body }) => body.code)

describe("O9 a merchant with nothing open", () => {
  test("is gone after some hours, without asking again; its shops are closed and nothing more can be done", async () => {
    const { member, id } = await verifiedMerchant(arcade, operator)
    await member.call("POST", "/merchant/shops", { handle: `going-${process.pid}`, name: "Going", guild: "books", dispatch_address: "Tehran, Enqelab 1" })
    const { status, body } = await leave(member, id)
    expect([status, body.leaving.state, body.leaving.blocks]).toEqual([200, "leaving", []])
    expect(await leave(member, id, "/completion")).toMatchObject({ status: 400, body: { code: "leaving_too_soon" } })
    expect(await statuses(member)).toEqual(["stopped"])
    expect(await member.call("POST", "/merchant/shops", { handle: `late-${process.pid}`, name: "Late", guild: "books", dispatch_address: "Tehran, Enqelab 1" }))
      .toMatchObject({ status: 400, body: { code: "merchant_not_verified" } })
    await advance({ advance_days: 2 })
    expect((await member.call<Leaving>("GET", `/merchant/merchants/${id}/leaving`)).body.leaving.state).toBe("closed")
    expect(await statuses(member)).toEqual(["closed"])
    expect(codes([await leave(member, id), await leave(member, id, "/withdrawal"), await leave(member, id, "/completion")])).toEqual(Array(3).fill("wrong_state"))
  })

  test("thinks again: the shops are what they were, and only once", async () => {
    const { member, id } = await verifiedMerchant(arcade, operator)
    await member.call("POST", "/merchant/shops", { handle: `staying-${process.pid}`, name: "Staying", guild: "books", dispatch_address: "Tehran, Enqelab 1" })
    const begun = await Promise.all(Array.from({ length: 8 }, () => leave(member, id)))
    expect(begun.filter(({ status }) => status === 200)).toHaveLength(1)
    const stayed = await Promise.all(Array.from({ length: 8 }, () => leave(member, id, "/withdrawal")))
    expect(stayed.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await statuses(member)).toEqual(["draft"])
    await advance({ advance_days: 2 })
    expect((await member.call<Leaving>("GET", `/merchant/merchants/${id}/leaving`)).body.leaving).toMatchObject({ state: "verified", since: null, gone_from: null })
  })

  test("asks support, who begins it; a stranger and a viewer cannot", async () => {
    const { id } = await verifiedMerchant(arcade, operator)
    const stranger = await newPersonOf(arcade)
    expect(codes([await leave(stranger, id), await stranger.call("GET", `/merchant/merchants/${id}/leaving`), await stranger.call("GET", `/merchant/merchants/${id}/export`)]))
      .toEqual(Array(3).fill("merchant_not_found"))
    expect(await operator.call("POST", `/admin/merchants/${id}/leaving`, {})).toMatchObject({ status: 200, body: { leaving: { state: "leaving" } } })
    expect(await operator.call("POST", `/admin/merchants/${id}/leaving`, {})).toMatchObject({ status: 400, body: { code: "wrong_state" } })
  })
})

describe("O9 a merchant who still trades", () => {
  test("sells nothing new at once, finishes what was bought, and is told at each step what blocks", async () => {
    const { member, id, shops: [shop = ""] } = await seeded(0)
    const buyer = await buyerOf(arcade)
    const old = await filledCart(arcade, buyer, [await variantOf(arcade, buyer, shop)])
    const { shopOrders } = await paidOrder(arcade, operator, buyer, [shop])
    expect(await blocks(member, id)).toEqual(["open_orders", "held_money", "live_leases"])

    const begun = await leave(member, id)
    expect(begun.body.leaving.blocks.every(({ says }) => says.length > 10)).toBe(true)
    expect(await buyer.call("POST", `/store/carts/${old}/complete`, {})).toMatchObject({ status: 400, body: { code: "shop_not_selling" } })
    expect(await statuses(member)).toEqual(["stopped"])

    const [part] = shopOrders
    await member.call("POST", `/merchant/shop-orders/${part?.id}/acceptance`, {})
    const sent = await member.call<{ shop_order: { parcels: { id: string }[] } }>("POST", `/merchant/shop-orders/${part?.id}/parcels`, { carrier: "Iran Post", tracking_code: aTrackingCode() })
    const parcel = sent.body.shop_order.parcels[0]?.id ?? ""
    await operator.call("POST", `/admin/parcels/${parcel}/delivery`, { note: "the buyer called" })
    expect(await blocks(member, id)).toEqual(["open_orders", "held_money", "live_leases"])
    await buyer.call("POST", `/store/parcels/${parcel}/objection`, { reason: "damaged", text: "the box is broken" })
    expect(await blocks(member, id)).toEqual(["open_orders", "held_money", "open_cases", "live_leases"])
    const { body } = await operator.call<{ cases: { id: string; parcel_id: string }[] }>("GET", "/admin/cases?limit=200")
    await operator.call("POST", `/admin/cases/${body.cases.find((each) => each.parcel_id === parcel)?.id}/verdict`, { for: "merchant", note: "the photographs show nothing" })
    expect(await arcade.sql("select state from shop_order where id = $1", [part?.id])).toEqual([{ state: "completed" }])
    expect(await blocks(member, id)).toEqual(["live_leases", "payable"])

    await advance({ advance_days: 2 })
    expect(await leave(member, id, "/completion")).toMatchObject({ status: 400, body: { code: "leaving_blocked" } })
    await member.call("POST", "/merchant/settlements", {})
    expect(await blocks(member, id)).toEqual(["live_leases", "in_settlement"])
    const transfers = await approvedTransfers(member)
    for (const transfer of transfers) await operator.call("POST", `/admin/transfers/${transfer}/payment`, { bank: "settlement", bank_reference: `1405${process.pid}${transfer.slice(-6)}` })
    expect(await blocks(member, id)).toEqual(["live_leases"])

    await arcade.sql("update shop_lease set state = 'ended', due_at = null where merchant_id = $1", [id]) // a year of rent is not worth waiting for here
    expect(await leave(member, id, "/completion")).toMatchObject({ status: 200, body: { leaving: { state: "closed", blocks: [] } } })
  })

  async function approvedTransfers(member: Client): Promise<string[]> {
    const { body } = await member.call<{ settlements: { id: string }[] }>("GET", "/merchant/settlements")
    const settlement = body.settlements[0]?.id ?? ""
    await operator.call("POST", `/admin/settlements/${settlement}/approval`, {})
    return (await arcade.sql<{ id: string }>("select id from settlement_transfer where settlement_id = $1 order by sequence", [settlement])).map(({ id }) => id)
  }

  test("O9 of checkouts and a leaving at once, each order is refused, or is in the books and blocks", async () => {
    const { member, id, shops: [shop = ""] } = await seeded(2)
    const buyer = await buyerOf(arcade)
    const variant = await variantOf(arcade, buyer, shop)
    const carts: string[] = []
    for (let i = 0; i < 4; i++) carts.push(await filledCart(arcade, buyer, [variant]))
    const [placed] = await Promise.all([
      Promise.all(carts.map((cart) => complete(operator, buyer, cart).then(({ order_id }) => order_id, () => null))),
      leave(member, id),
    ])
    const orders = placed.filter((order): order is string => order !== null)
    const booked = await eventually(
      () => arcade.sql<{ order_id: string }>("select order_id from shop_order where merchant_id = $1 and order_id = any($2)", [id, orders]), (rows) => rows.length === orders.length,
    )
    expect((await blocks(member, id)).includes("open_orders")).toBe(booked.length > 0)
    await advance({ advance_days: 2 })
    expect((await member.call<Leaving>("GET", `/merchant/merchants/${id}/leaving`)).body.leaving.state).toBe("leaving")
  })
})

describe("O9 a merchant that rents", () => {
  type Lease = { lease: { id: string; state: string; auto_renew: boolean; renewal_refused: string | null } }
  const shopOf = async (member: Client, handle: string) =>
    (await member.call<{ shop: { id: string } }>("POST", "/merchant/shops", { handle: `${handle}-${process.pid}`, name: "A stall", guild: "books", dispatch_address: "Tehran, Enqelab 1" })).body.shop.id
  const leaseOf = async (member: Client, id: string) => (await member.call<Lease>("GET", `/merchant/leases/${id}`)).body.lease

  test("is not renewed from its balance while it leaves, cannot switch that on, and is renewed again when it stays", async () => {
    const { member, id } = await verifiedMerchant(arcade, operator)
    const taken = (await member.call<Lease & { invoice: { id: string } }>("POST", `/merchant/shops/${await shopOf(member, "stays")}/leases`, { plan: "stall", term_months: 1 })).body
    const lease = taken.lease.id
    await member.call("POST", `/merchant/invoices/${taken.invoice.id}/payment`, { provider_id: "pp_system_default" })
    const renewal = (auto_renew: boolean) => member.call<Lease>("POST", `/merchant/leases/${lease}/auto-renewal`, { auto_renew })
    expect(await renewal(true)).toMatchObject({ status: 200 })
    await arcade.sql("select ledger_post_one($1, 'parcel_released', 'goods sold', false, 'platform:order_income/irr', $2, 100000000, now())", [`gift:${id}`, `merchant:${id}:payable/irr`])
    await leave(member, id)
    expect(await renewal(true)).toMatchObject({ status: 400, body: { code: "merchant_leaving" } })
    await advance({ advance_days: 33 })
    expect(await leaseOf(member, lease)).toMatchObject({ state: "past_due", auto_renew: true, renewal_refused: "merchant_leaving" })
    await leave(member, id, "/withdrawal")
    await advance({ advance_days: 1 })
    expect(await leaseOf(member, lease)).toMatchObject({ state: "active", auto_renew: true, renewal_refused: null })
  })

  test("for nothing, as a trial and with a coupon for a year, ends that itself and is gone", async () => {
    const plan = { code: "taste", name: "Taste", tier: 1, currency: "irr", tax_basis_points: 1_000, trial_days: 30, prices: [{ term_months: 12, price_minor: 1_200_000 }] }
    await operator.call("POST", "/admin/plans", { ...plan, features: { dropshipping: false, badges: false }, limits: { products: 9, members: 1, images: 2, shops: 9, featured_places: 0 } })
    await operator.call("POST", "/admin/coupons", { code: "Gift", discount: { basis_points: 10_000 } })
    const { member, id } = await verifiedMerchant(arcade, operator)
    const trial = (await member.call<Lease>("POST", `/merchant/shops/${await shopOf(member, "tried")}/trial`, { plan: "taste" })).body.lease.id
    const shop = await shopOf(member, "given")
    const gift = (await member.call<Lease & { invoice: { id: string } }>("POST", `/merchant/shops/${shop}/leases`, { plan: "taste", term_months: 12, coupon: "gift" })).body
    expect(gift.lease.state).toBe("active")
    expect(await operator.call("POST", `/admin/invoices/${gift.invoice.id}/credit-note`, { reason: "the merchant leaves" })).toMatchObject({ status: 400, body: { code: "nothing_to_credit" } })
    expect(await member.call("POST", `/merchant/shops/${shop}/closing`, {})).toMatchObject({ status: 400, body: { code: "shop_still_leased" } })
    expect((await leave(member, id)).body.leaving.blocks).toMatchObject([{ block: "live_leases", count: 2, says: expect.stringContaining("end it now") as string }])
    expect(await member.call("POST", `/merchant/leases/${gift.lease.id}/ending`, {})).toMatchObject({ status: 200, body: { lease: { state: "ended" } } })
    expect(await member.call("POST", `/merchant/leases/${gift.lease.id}/ending`, {})).toMatchObject({ status: 400, body: { code: "lease_not_running" } })
    expect(await operator.call("POST", `/admin/leases/${trial}/ending`, { reason: "the merchant leaves" })).toMatchObject({ status: 200, body: { lease: { state: "ended" } } })
    expect(await member.call("POST", `/merchant/shops/${shop}/closing`, {})).toMatchObject({ status: 200, body: { shop: { status: "closed" } } })
    await advance({ advance_days: 2 })
    expect((await member.call<Leaving>("GET", `/merchant/merchants/${id}/leaving`)).body.leaving).toMatchObject({ state: "closed", blocks: [] })
  })
})

describe("O9 what a merchant takes along", () => {
  test("everything of its own, section by section and page by page, and nothing of another's", async () => {
    const { member, id, shops } = await seeded(1)
    const section = async (name: string, query = "") => (await member.call<Export>("GET", `/merchant/merchants/${id}/export?section=${name}${query}`)).body.export
    const first = await section("merchant")
    expect(first.rows).toMatchObject([{ id, name: "بازرگانی خانه‌آرا" }])
    for (const name of first.sections) {
      const { rows } = await section(name)
      const merchants = new Set(rows.flatMap(({ merchant_id }) => (merchant_id === undefined ? [] : [merchant_id])))
      expect([...merchants].filter((other) => other !== id)).toEqual([])
    }
    expect((await section("shops")).rows.map((row) => row["id"]).sort()).toEqual([...shops].sort())
    expect((await section("invoices")).rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(await section("documents"))).not.toContain("file_key")

    const all = (await section("products", "&limit=500")).rows
    expect(all[0]).toMatchObject({ product: { title: expect.any(String) as string } })
    const pages: unknown[] = []
    for (let after: string | null = ""; after !== null; ) {
      const page: Export["export"] = await section("products", `&limit=3${after ? `&after=${after}` : ""}`)
      pages.push(...page.rows.map((row) => row["product_id"]))
      after = page.next
    }
    expect(pages).toEqual(all.map((row) => row["product_id"]))
    expect(await member.call("GET", `/merchant/merchants/${id}/export?section=secrets`)).toMatchObject({ status: 400, body: { code: "bad_input" } })
    expect(await member.call("GET", `/merchant/merchants/${id}/export?section=statement&after=zzz`)).toMatchObject({ status: 200, body: { export: { rows: [], next: null } } })
  })
})

describe("O9 after the legal time", () => {
  const NAME = "Rostam Plantedson"
  const SHEBA = "IR560620000000777333555111"
  const PHONE = "+989357777333"
  const ADDRESS = "Planted alley 77"
  const WORDS = ["Plantedson", SHEBA, PHONE.slice(1), ADDRESS, "0487351290"]
  const said = `${NAME}, ${ADDRESS}, ${PHONE}`
  const done = async (reply: Promise<{ status: number; body: object }>) => {
    const { status, body } = await reply
    if (status >= 400) throw new Error(JSON.stringify(body))
    return body as Record<string, { id: string }>
  }

  /** Says who it is wherever a merchant, its operator and its general admin can say it. @returns its shop */
  async function sayEverywhere({ member, id, person_id }: Applicant, email: string): Promise<string> {
    const { shop } = await done(member.call("POST", "/merchant/shops", { handle: `planted-${process.pid}`, name: NAME, guild: "books", story: said, dispatch_address: ADDRESS }))
    const picture = await done(member.call("POST", `/merchant/shops/${shop?.id}/pictures`, { content: PNG }))
    const page = { logo_id: picture["picture"]?.id, city: ADDRESS, contact: { phone: PHONE, email }, policies: { returns: said }, dispatch_address: ADDRESS }
    await done(member.call("POST", `/merchant/shops/${shop?.id}`, page))
    const until_at = new Date(Date.parse((await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")).body.clock.now) + 86_400_000).toISOString()
    const { delegation } = await done(operator.call("POST", `/admin/shops/${shop?.id}/general-admin`, { scope: ["shop.manage"], until_at, reason: said }))
    await done(clientOf(arcade, { ...operator.headers, "x-pasaj-acting-for": delegation?.id ?? "" }).call("POST", `/merchant/shops/${shop?.id}`, page))
    const gone_on = { from_on: "2030-01-01", note: said }
    await done(member.call("POST", `/merchant/shops/${shop?.id}/vacation`, gone_on))
    await done(member.call("POST", "/merchant/invitations", { email: `friend-${email}`, role: "viewer" }))
    await done(member.call("POST", `/merchant/merchants/${id}/details`, { phone: PHONE.replace("989", "990"), address: said }))
    await done(operator.call("POST", `/admin/merchants/${id}/onboarding-notes`, { kind: "training", text: said }))
    await done(operator.call("POST", `/admin/merchants/${id}/checks`, { kind: "phone_owner", result: "passed", note: said, reference: PHONE }))
    const removed = await newPersonOf(arcade, NAME)
    await arcade.sql("insert into merchant_member (id, merchant_id, person_id, role) select 'mem_planted', $1, id, 'viewer' from pasaj_person where name = $2 and id <> $3", [id, NAME, person_id])
    await done(member.call("POST", "/merchant/members/mem_planted/removal", { reason: said }))
    await done(removed.call("GET", "/merchant/me"))
    await done(member.call("POST", `/merchant/shops/${shop?.id}/closing`, { reason: said }))
    return shop?.id ?? ""
  }

  test("nobody knows any more who it was: fields, papers, pages, accounts, logins and files are gone; the row and its history stay", async () => {
    await operator.call("POST", "/admin/verification-rules", { identity_years: 0, reason: "to see an end" })
    const member = await newPersonOf(arcade, NAME)
    const { merchant } = await done(member.call("POST", "/merchant/merchants", { ...person, name: NAME, national_id: "0487351290", phone: PHONE, address: ADDRESS, city: ADDRESS }))
    const [owner] = await arcade.sql<{ id: string; email: string }>("select id, email from pasaj_person where name = $1", [NAME])
    const leaver = { member, id: merchant?.id ?? "", person_id: owner?.id ?? "" }
    await done(member.call("POST", "/merchant/payout-accounts", { sheba: SHEBA, holder: NAME }))
    await verified(operator, leaver)
    const { id, person_id } = leaver
    const { body } = await member.call<{ documents: { id: string }[] }>("GET", "/merchant/documents")
    const document = body.documents[0]?.id ?? ""
    const shop = await sayEverywhere(leaver, owner?.email ?? "")
    const words = [...WORDS, owner?.email ?? ""]
    const before = await tracesOf(arcade, words)
    expect(before).toEqual(expect.arrayContaining(["delegation_act.said", "member_change.reason", "pasaj_shop.policies", "payout_account.sheba", "provider_identity.entity_id"]))
    await leave(member, id)
    await advance({ advance_days: 2 })

    expect(await tracesOf(arcade, words)).toEqual([])
    const [row] = await arcade.sql("select name, national_id, phone, address, city, erased_at is not null as erased, state from pasaj_merchant where id = $1", [id])
    expect(row).toEqual({ name: "erased", national_id: null, phone: "", address: "", city: null, erased: true, state: "closed" })
    expect(await operator.call("GET", `/admin/merchant-documents/${document}`)).toMatchObject({ status: 400, body: { code: "document_gone" } })
    expect(await arcade.sql("select name, email, phone from pasaj_person where id = $1", [person_id])).toEqual([{ name: "erased", email: "", phone: null }])
    expect(await arcade.sql("select handle, logo_id, (select count(*)::int from shop_picture where shop_id = s.id) as pictures from pasaj_shop s where id = $1", [shop]))
      .toEqual([{ handle: `planted-${process.pid}`, logo_id: null, pictures: 0 }])
    expect((await arcade.sql<{ event: string }>("select event from merchant_history where row_id = $1 order by id", [id])).map(({ event }) => event)).toEqual(["claim", "verify", "leave", "finish_leaving", "erase"])
    expect(await arcade.sql("select said from delegation_act where shop_id = $1", [shop])).toEqual([{ said: null }])
    expect(await brokenInvariants(operator)).toEqual([])
    await operator.call("POST", "/admin/verification-rules", { identity_years: 10, reason: "as it was" })
  })
})
