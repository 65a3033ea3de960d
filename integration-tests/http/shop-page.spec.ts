import { buyerOf, clientOf, eventually, memberOf, visitorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { filledCart, variantOf } from "../support/shopping"

jest.setTimeout(300_000)

type Listed = { id: string; handle: string; name: string; status: string }
type Page = Listed & { logo_url: string | null; gallery: string[]; opening_hours: unknown[]; open_now: boolean | null; contact: { links: unknown[] } | null }
type Mine = { id: string; handle: string; name: string; status: string; story: string | null; logo_id: string | null }
type Products = { products: { id: string; title: string; variants: { calculated_price: { calculated_amount: number } }[] }[]; next: string | null }

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]).toString("base64")

let arcade: Arcade
let member: Client
let other: Client
let visitor: Client
let shop: string
let handle: string
let oldCart: string | undefined

beforeAll(async () => {
  arcade = await openArcade()
  ;[member, other] = await Promise.all([memberOf(arcade, 0), memberOf(arcade, 1)])
  visitor = visitorOf(arcade)
  ;({ id: shop, handle } = arcade.seed.merchants[0]?.shops[0] ?? { id: "none", handle: "none" })
})
afterAll(() => arcade?.stop())

const edit = (body: Record<string, unknown>, as = member, id = shop) => as.call<{ shop: Mine }>("POST", `/merchant/shops/${id}`, body)
const page = (address: string) => visitor.call<{ shop: Page }>("GET", `/store/shops/${encodeURIComponent(address)}`)
const list = async (query: string) => (await visitor.call<{ shops: Listed[] }>("GET", `/store/shops?${query}`)).body.shops
const products = async (address: string, query = "") => (await visitor.call<Products>("GET", `/store/shops/${address}/products?${query}`)).body
const draft = async (name: string) => {
  const { body } = await member.call<{ shop: Mine }>("POST", "/merchant/shops", { handle: name, name: "A draft", guild: "books", dispatch_address: "Tehran, Enqelab 1" })
  return body.shop.id
}

test("K12 a shop tells buyers what its merchant wrote, and nothing of its row that is not theirs to read", async () => {
  const picture = await member.call<{ picture: { id: string; url: string; kind: string } }>("POST", `/merchant/shops/${shop}/pictures`, { content: PNG })
  expect(picture).toMatchObject({ status: 201, body: { picture: { kind: "png" } } })
  const again = await member.call<{ picture: { id: string } }>("POST", `/merchant/shops/${shop}/pictures`, { content: PNG })
  expect(again.body.picture.id).toBe(picture.body.picture.id)

  const profile = {
    city: "Tehran", logo_id: picture.body.picture.id, gallery_ids: [picture.body.picture.id], colours: { primary: "#1a2b3c" },
    contact: { phone: "+982112345678", email: "hello@example.com", links: [{ name: "blog", url: "https://example.com/blog" }] },
    policies: { returns: "Within seven days." },
    opening_hours: [{ day: "saturday", opens: "16:00", closes: "20:00" }, { day: "saturday", opens: "09:00", closes: "13:00" }],
  }
  expect(await edit(profile)).toMatchObject({ status: 200, body: { shop: { logo_id: picture.body.picture.id } } })
  const { body } = await page(handle)
  expect(body.shop).toMatchObject({
    id: shop, handle, status: "open", city: "Tehran", logo_url: picture.body.picture.url, gallery: [picture.body.picture.url], contact: { phone: "+982112345678", website: null },
    policies: { returns: "Within seven days.", shipping: null }, opening_hours: [{ opens: "09:00" }, { opens: "16:00" }],
  })
  expect(JSON.stringify(body)).not.toMatch(/merchant_id|dispatch_address|leased_until|stops|file_id/)
  expect(await edit({ logo_id: null, opening_hours: [] })).toMatchObject({ body: { shop: { logo_id: null } } })
  expect((await page(handle)).body.shop).toMatchObject({ logo_url: null, open_now: null, city: "Tehran" })
})

test("K12 an address that a shop leaves leads to it, and is nobody else's, also when two take a new one at once", async () => {
  const id = await draft(`leaving-${process.pid}`)
  await arcade.sql("update pasaj_shop set leased_until = now() + interval '1 year' where id = $1", [id])
  expect(await edit({ handle: `left-${process.pid}` }, member, id)).toMatchObject({ status: 200 })
  expect((await page(`leaving-${process.pid}`)).body.shop).toMatchObject({ id, handle: `left-${process.pid}` })
  const traderAt = async (at: string) => (await visitor.call<{ trader: { name: string } }>("GET", `/store/shops/${at}/trader`)).body.trader
  expect(await traderAt(`leaving-${process.pid}`)).toEqual(await traderAt(`left-${process.pid}`))
  expect((await traderAt(`leaving-${process.pid}`)).name).toBe(arcade.seed.merchants[0]?.name)
  const taken = { handle: `leaving-${process.pid}`, name: "Another", guild: "books", dispatch_address: "Tehran, Enqelab 1" }
  expect(await other.call("POST", "/merchant/shops", taken)).toMatchObject({ status: 400, body: { code: "shop_handle_taken" } })
  expect(await edit({ handle: `leaving-${process.pid}` }, member, id)).toMatchObject({ status: 200 })

  const second = arcade.seed.merchants[1]?.shops[0]?.id ?? "none"
  const tried = await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 ? edit({ handle: "both-want-it" }, member, id) : edit({ handle: "both-want-it" }, other, second))))
  expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([200, 400]))
  expect(new Set(tried.filter(({ status }) => status === 200).map(({ body }) => body.shop.id)).size).toBe(1)
  expect(tried.filter(({ status }) => status === 400).every(({ body }) => body.code === "shop_handle_taken")).toBe(true)
})

//  body                                                                              code                     why
const refused: [Record<string, unknown>, string, string][] = [
  [{ handle: "Ä b" },                                                                  "bad_input",             "no address"],
  [{ name: "" },                                                                       "bad_input",             "a shop has a name"],
  [{ name: null },                                                                     "bad_input",             "and keeps it"],
  [{ status: "open" },                                                                 "bad_input",             "a status is derived, never set"],
  [{ score: 5 },                                                                       "bad_input",             "nor is a score its own to say"],
  [{ leased_until: "2030-01-01T00:00:00.000Z" },                                       "bad_input",             "nor its rent"],
  [{ colours: { primary: "red;background:url(//evil)" } },                             "bad_input",             "a colour is a colour"],
  [{ contact: { email: "a@b.c" } },                                                    "bad_input",             "no e-mail"],
  [{ contact: { phone: "call me" } },                                                  "bad_input",             "no phone"],
  [{ contact: { website: "javascript:alert(1)" } },                                    "bad_input",             "a link that runs"],
  [{ contact: { links: [{ name: "x", url: "http://example.com" }] } },                 "bad_input",             "not encrypted"],
  [{ policies: { returns: "x".repeat(8_001) } },                                       "bad_input",             "too long to be read"],
  [{ opening_hours: [{ day: "sunday", opens: "25:00", closes: "26:00" }] },            "bad_input",             "no such hour"],
  [{ opening_hours: [{ day: "sunday", opens: "20:00", closes: "02:00" }] },            "opening_hours_invalid", "over midnight is two stretches"],
  [{ logo_id: "pic_of_nobody" },                                                       "picture_not_found",     "a picture it has not"],
]
test.each(refused)("an edit with %j is refused with %s, and changes nothing (%s)", async (body, code) => {
  const before = await arcade.sql("select updated_at from pasaj_shop where id = $1", [shop])
  const reply = await edit(body)
  expect({ status: reply.status >= 400 && reply.status < 500, code: reply.body.code }).toEqual({ status: true, code })
  expect(await arcade.sql("select updated_at from pasaj_shop where id = $1", [shop])).toEqual(before)
})

test("a picture is what its bytes say, and another shop's is not there", async () => {
  const upload = (content: string, as = member) => as.call("POST", `/merchant/shops/${shop}/pictures`, { content })
  expect(await upload(Buffer.from("<svg onload='alert(1)'/>").toString("base64"))).toMatchObject({ status: 400, body: { code: "picture_unreadable" } })
  expect(await upload("not base64!")).toMatchObject({ status: 400, body: { code: "bad_input" } })
  expect(await upload(Buffer.concat([Buffer.from(PNG, "base64"), Buffer.alloc(4_000_000)]).toString("base64"))).toMatchObject({ status: 400, body: { code: "picture_too_large" } })
  expect(await upload(PNG, other)).toMatchObject({ status: 404, body: { code: "shop_not_found" } })
  const theirs = arcade.seed.merchants[1]?.shops[0]?.id ?? "none"
  const { body } = await other.call<{ picture: { id: string } }>("POST", `/merchant/shops/${theirs}/pictures`, { content: PNG })
  expect(await edit({ banner_id: body.picture.id })).toMatchObject({ status: 404, body: { code: "picture_not_found" } })
})

test("K12 buyers find shops by words, guild, city and status, in pages by each order", async () => {
  const all = await list("limit=200")
  expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(arcade.seed.merchants.flatMap(({ shops }) => shops.map(({ id }) => id))))
  expect(all.every(({ status }) => status === "open" || status === "on_vacation")).toBe(true)
  for (const sort of ["newest", "name", "score"]) {
    const whole = (await list(`limit=200&sort=${sort}`)).map(({ id }) => id)
    const paged: string[] = []
    for (;;) {
      const rows = await list(`limit=2&sort=${sort}${paged.length === 0 ? "" : `&after=${paged.at(-1)}`}`)
      if (rows.length === 0) break
      paged.push(...rows.map(({ id }) => id))
    }
    expect(paged).toEqual(whole)
  }
  expect((await list("q=%D8%AF%D9%88%DA%86%D8%B1%D8%AE")).map(({ handle: found }) => found)).toEqual(["rekab"])
  expect((await list(`guild=${encodeURIComponent("دوچرخه")}`)).map(({ handle: found }) => found)).toEqual(["rekab"])
  expect(await list("city=Nowhere")).toEqual([])
  expect(await list("q=%27%29%3B%20drop%20table")).toEqual([])
  expect(await list("q=!!")).toEqual([])
  expect((await visitor.call("GET", "/store/shops?status=draft")).body.code).toBe("bad_input")
  expect((await visitor.call("GET", "/store/shops?limit=201")).body.code).toBe("bad_input")
  expect((await clientOf(arcade).call("GET", "/store/shops")).status).toBe(400)
})

test("a shop's products are told as Medusa tells products, with the region's prices, page by page", async () => {
  const region = `region_id=${arcade.seed.region_id}`
  const whole = await products(handle, `limit=200&${region}`)
  expect(whole.next).toBeNull()
  const ids = whole.products.map(({ id }) => id)
  const core = await visitor.call<{ products: Products["products"] }>("GET", `/store/products?${ids.map((id) => `id[]=${id}`).join("&")}&limit=200&${region}`)
  const byId = (all: Products["products"]) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1))
  expect(byId(whole.products)).toEqual(byId(core.body.products))
  expect(whole.products[0]?.variants[0]?.calculated_price.calculated_amount).toBeGreaterThan(0)

  const paged: string[] = []
  for (let next: string | null = null; ; ) {
    const part: Products = await products(handle, `limit=3&fields=id${next === null ? "" : `&after=${next}`}`)
    paged.push(...part.products.map(({ id }) => id))
    next = part.next
    if (next === null) break
  }
  expect(paged).toEqual(ids)
  expect((await visitor.call("GET", `/store/shops/${handle}/products?offset=5`)).body.code).toBe("bad_input")
  expect((await visitor.call("GET", "/store/shops/nobody/products")).body.code).toBe("shop_not_found")
  expect((await clientOf(arcade).call("GET", `/store/shops/${handle}/products`)).status).toBe(400)
})

//  facts                                                        page           sells  why
const states: [string, string, boolean, string][] = [
  ["stops = '{decision}'",                                       "not_selling", false, "stopped: why is not told"],
  ["leased_until = now() - interval '1 day'",                    "not_selling", false, "without rent"],
  ["vacation_from = now() - interval '1 day'",                   "on_vacation", false, "away"],
  ["closed_at = now()",                                          "absent",      false, "closed for good"],
  ["leased_until = null",                                        "absent",      false, "a draft"],
  ["stops = '{}'",                                               "open",        true,  "nothing against it"],
]
test.each(states)("a shop with %s is %s to buyers, sells: %s, also from an old cart (%s)", async (facts, told, sells) => {
  const buyer = await buyerOf(arcade)
  oldCart ??= await filledCart(arcade, buyer, [await variantOf(arcade, buyer, shop)])
  const [row] = await arcade.sql("select leased_until, stops, vacation_from, closed_at from pasaj_shop where id = $1", [shop])
  await arcade.sql(`update pasaj_shop set ${facts} where id = $1`, [shop])
  const reply = await page(handle)
  const listed = (await list("limit=200")).find(({ id }) => id === shop)
  // Gone at once; back once the shelves' duty has published again what it may have withdrawn meanwhile.
  const hasProducts = async () => {
    const { status, body } = await visitor.call<Products>("GET", `/store/shops/${handle}/products?fields=id`)
    return status === 200 && body.products.length > 0
  }
  const sold = sells ? await eventually(hasProducts, Boolean) : await hasProducts()
  const bought = await buyer.call("POST", `/store/carts/${oldCart}/complete`, {})
  await arcade.sql("update pasaj_shop set leased_until = $2, stops = $3, vacation_from = $4, closed_at = $5 where id = $1", [shop, row?.["leased_until"], row?.["stops"], row?.["vacation_from"], row?.["closed_at"]])
  expect(reply.status === 404 ? "absent" : reply.body.shop.status).toBe(told)
  expect(listed?.status).toBe(["open", "on_vacation"].includes(told) ? told : undefined)
  expect(sold).toBe(sells)
  expect(bought.body.code).toBe(sells ? undefined : "shop_not_selling")
})
