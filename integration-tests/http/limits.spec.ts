import { buyerOf, eventually, memberOf, operatorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(300_000)

type Product = { id: string; blocks: string[]; wanted: boolean; published: boolean; source_handle: string }
type Listing = { product_limit: number | null; wanted: number; picked: number; over_limit: number }

let arcade: Arcade
let member: Client
let operator: Client
let buyer: Client
let shop: string

/** A plan as small as a test: three products, two images, no more shops than there are. */
const PLAN = {
  code: "tiny", name: "Tiny", tier: 1, currency: "irr", tax_basis_points: 0, prices: [{ term_months: 1, price_minor: 1_000 }],
  features: { dropshipping: false, badges: false }, limits: { products: 3, members: 1, images: 2, shops: 50, featured_places: 0 },
}

beforeAll(async () => {
  arcade = await openArcade()
  ;[member, operator, buyer] = await Promise.all([memberOf(arcade, 0), operatorOf(arcade), buyerOf(arcade)])
  await operator.call("POST", "/admin/plans", PLAN)
  const { body } = await member.call<{ shop: { id: string } }>("POST", "/merchant/shops", { handle: "tiny-shop", name: "Tiny", guild: "books", dispatch_address: "Tehran, Enqelab 1" })
  shop = body.shop.id
  const taken = await member.call<{ invoice: { id: string } }>("POST", `/merchant/shops/${shop}/leases`, { plan: "tiny", term_months: 1 })
  await member.call("POST", `/merchant/invoices/${taken.body.invoice.id}/payment`, { provider_id: "pp_system_default" })
})
afterAll(() => arcade?.stop())

const attempt = (handle: string, published = true) =>
  member.call<{ product: Product }>("POST", `/merchant/shops/${shop}/products`, { handle, title: handle, currency: "irr", published, variants: [{ price_minor: 5, stock: 1 }] })
const mine = async () => (await member.call<{ products: Product[] }>("GET", `/merchant/products?shop_id=${shop}&limit=200`)).body.products
const published = async () => (await mine()).filter((product) => product.published).map(({ source_handle }) => source_handle).sort().join("")
const listedBy = (product_ids: string[]) => member.call<{ listing: Listing }>("POST", `/merchant/shops/${shop}/listed-products`, { product_ids })
const idOf = async (handle: string) => (await mine()).find(({ source_handle }) => source_handle === handle)?.id ?? "none"
const importRows = (...rows: string[]) =>
  member.call<{ import: { products: object; problems: { code: string; reason: string }[] } }>("POST", `/merchant/shops/${shop}/imports`, {
    csv: ["Handle,Title,Published,Variant Price,Variant Inventory Qty,Image Src", ...rows].join("\n"), currency: "irr",
  })
const seenByBuyers = async () => {
  const { body } = await buyer.call<{ products: { title: string }[] }>("GET", "/store/shops/tiny-shop/products?fields=title")
  return body.products.map(({ title }) => title).sort().join("")
}

test("K15 eight products at once: as many as the plan lists, the others are refused and say what to do", async () => {
  const tried = await Promise.all([..."abcdefgh"].map((handle) => attempt(handle)))
  expect(tried.filter(({ status }) => status === 201)).toHaveLength(3)
  const others = tried.filter(({ status }) => status !== 201)
  expect(new Set(others.map(({ body }) => body.code))).toEqual(new Set(["product_limit_reached"]))
  expect(others[0]?.body.message).toMatch(/lists 3 products; withdraw one, or take a larger plan/)
  expect(await mine()).toHaveLength(3)
})

test("K15 a draft needs no room; publishing it does, until another is withdrawn", async () => {
  expect(await attempt("x", false)).toMatchObject({ status: 201 })
  const id = await idOf("x")
  expect(await member.call("POST", `/merchant/products/${id}/publication`)).toMatchObject({ status: 400, body: { code: "product_limit_reached" } })
  const first = (await mine()).find((product) => product.published)
  await member.call("DELETE", `/merchant/products/${first?.id}/publication`)
  expect(await member.call("POST", `/merchant/products/${id}/publication`)).toMatchObject({ status: 200, body: { product: { published: true } } })
  expect(await member.call("POST", `/merchant/products/${first?.id}/publication`)).toMatchObject({ status: 400, body: { code: "product_limit_reached" } })
})

test("K15 a file beyond the limit is told by its rows, and its images beyond the plan's are left out", async () => {
  const { body } = await importRows("i,I,true,5,1,https://cdn.example/1.jpg", "j,J,false,5,1,https://cdn.example/1.jpg", "j,,,,,https://cdn.example/2.jpg", "j,,,,,https://cdn.example/3.jpg")
  expect(body.import.products).toMatchObject({ created: 1 })
  expect(body.import.problems.map(({ code }) => code).sort()).toEqual(["images_over_limit", "over_limit"])
  expect((await importRows("j,J,true,5,1,https://cdn.example/1.jpg")).body.import.problems.map(({ code }) => code)).toEqual(["unlisted_over_limit"])
  expect((await mine()).find(({ source_handle }) => source_handle === "j")).toMatchObject({ wanted: false, published: false })
})

test("K15 after a downgrade the newest leave first, the merchant picks what stays, and a larger plan brings all back", async () => {
  const at = async () => (await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")).body.clock.now
  const minute = async () => operator.call("POST", "/admin/clock", { advance_to: new Date(Date.parse(await at()) + 60_000).toISOString() })
  const before = await published()
  expect(before).toHaveLength(3)
  // As the lease tells it: on the shop's row, from which the duty goes on.
  await arcade.sql("update pasaj_shop set product_limit = 1, shelves_fit = false where id = $1", [shop])
  await minute()
  await eventually(published, (now) => now.length === 1)
  const wanted = (await mine()).filter((product) => product.wanted)
  expect(wanted.filter(({ blocks }) => blocks.includes("over_limit"))).toHaveLength(2)

  const left = wanted.find(({ blocks }) => blocks.includes("over_limit"))
  expect(await listedBy([left?.id ?? "none"])).toMatchObject({ status: 200, body: { listing: { product_limit: 1, wanted: 3, picked: 1, over_limit: 2 } } })
  expect(await published()).toBe(left?.source_handle)
  expect(await seenByBuyers()).toBe(left?.source_handle)
  expect(await listedBy(wanted.slice(0, 2).map(({ id }) => id))).toMatchObject({ status: 400, body: { code: "product_limit_reached" } })
  expect(await listedBy([await idOf("nobody's")])).toMatchObject({ status: 404, body: { code: "product_not_found" } })

  await arcade.sql("update pasaj_shop set product_limit = null, shelves_fit = false where id = $1", [shop])
  await minute()
  await eventually(published, (now) => now === before)
  expect((await mine()).flatMap(({ blocks }) => blocks)).toEqual([])
})

test("K15 a downgrade that was paid ahead takes its turn when the term ends: the newest products leave, by themselves", async () => {
  await operator.call("POST", "/admin/plans", { ...PLAN, code: "tiniest", name: "Tiniest", limits: { ...PLAN.limits, products: 1 } })
  const opened = await member.call<{ shop: { id: string } }>("POST", "/merchant/shops", { handle: "shrinking", name: "Shrinking", guild: "books", dispatch_address: "Tehran, Enqelab 1" })
  const shrinking = opened.body.shop.id
  const paid = async (path: string, plan: string) => {
    const { body } = await member.call<{ lease: { id: string }; invoice: { id: string } }>("POST", path, { plan, term_months: 1 })
    expect(await member.call("POST", `/merchant/invoices/${body.invoice.id}/payment`, { provider_id: "pp_system_default" })).toMatchObject({ status: 200 })
    return body.lease.id
  }
  const lease = await paid(`/merchant/shops/${shrinking}/leases`, "tiny")
  for (const handle of ["old", "mid", "new"]) {
    await member.call("POST", `/merchant/shops/${shrinking}/products`, { handle, title: handle, currency: "irr", published: true, variants: [{ price_minor: 5, stock: 1 }] })
  }
  await paid(`/merchant/leases/${lease}/renewal`, "tiniest")
  const shown = async () => {
    const { body } = await member.call<{ products: Product[] }>("GET", `/merchant/products?shop_id=${shrinking}&limit=200`)
    return body.products.filter((product) => product.published).map(({ source_handle }) => source_handle).sort()
  }
  await operator.call("POST", "/admin/clock", { advance_days: 25 })
  expect(await shown()).toEqual(["mid", "new", "old"])
  await operator.call("POST", "/admin/clock", { advance_days: 8 })
  expect(await eventually(shown, (now) => now.length === 1)).toEqual(["old"])
})

test("K12 K15 shops are as many as the most generous plan allows, also when eight are opened at once", async () => {
  const open = (handle: string) => member.call("POST", "/merchant/shops", { handle, name: "One more", guild: "books", dispatch_address: "Tehran, Enqelab 1" })
  await arcade.sql("update pasaj_shop set shop_limit = 5 where merchant_id = (select merchant_id from pasaj_shop where id = $1)", [shop])
  const tried = await Promise.all([..."12345678"].map((n) => open(`more-${n}`)))
  expect(tried.filter(({ status }) => status === 201)).toHaveLength(2)
  expect(new Set(tried.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(new Set(["shop_limit_reached"]))
})
