import { buyerOf, eventually, memberOf, newPersonOf, operatorOf, type Client } from "../support/client"
import { verifiedMerchant } from "../support/merchants"
import { openArcade, type Arcade } from "../support/server"
import { aTrackingCode, complete, filledCart, paidOrder, variantOf } from "../support/shopping"

jest.setTimeout(240_000)

type Leaving = { leaving: { state: string; since: string | null; gone_from: string | null; blocks: { block: string; count: number; amounts: { minor: number }[]; says: string }[] } }
type Export = { export: { section: string; sections: string[]; rows: Record<string, unknown>[]; next: string | null } }
type Shops = { shops: { id: string; status: string }[] }

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

    await arcade.sql("update shop_lease set auto_renew = true where merchant_id = $1", [id])
    const begun = await leave(member, id)
    expect(await arcade.sql("select distinct auto_renew from shop_lease where merchant_id = $1", [id])).toEqual([{ auto_renew: false }])
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
  test("nobody knows any more who it was: fields, papers and their files are gone, the row and its history stay", async () => {
    await operator.call("POST", "/admin/verification-rules", { identity_years: 0, reason: "to see an end" })
    const { member, id, person_id } = await verifiedMerchant(arcade, operator)
    const { body } = await member.call<{ documents: { id: string }[] }>("GET", "/merchant/documents")
    const document = body.documents[0]?.id ?? ""
    await leave(member, id)
    await advance({ advance_days: 2 })
    const [row] = await arcade.sql("select name, national_id, phone, address, city, erased_at is not null as erased, state from pasaj_merchant where id = $1", [id])
    expect(row).toEqual({ name: "erased", national_id: null, phone: "", address: "", city: null, erased: true, state: "closed" })
    expect(await operator.call("GET", `/admin/merchant-documents/${document}`)).toMatchObject({ status: 400, body: { code: "document_gone" } })
    expect(await arcade.sql("select name, email, phone from pasaj_person where id = $1", [person_id])).toEqual([{ name: "erased", email: "", phone: null }])
    expect((await arcade.sql<{ event: string }>("select event from merchant_history where row_id = $1 order by id", [id])).map(({ event }) => event)).toEqual(["claim", "verify", "leave", "finish_leaving", "erase"])
    const { body: clock } = await operator.call<{ invariants: { id: string; holds: boolean }[] }>("GET", "/admin/invariants")
    expect(clock.invariants.filter(({ holds }) => !holds)).toEqual([])
    await operator.call("POST", "/admin/verification-rules", { identity_years: 10, reason: "as it was" })
  })
})
