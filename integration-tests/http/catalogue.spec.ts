import { buyerOf, memberOf, operatorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"
import { complete, filledCart } from "../support/shopping"

jest.setTimeout(300_000)

type Variant = { id: string; options: Record<string, string>; price: { minor: number }; stock: number; reserved: number; sku: string | null }
type Product = {
  id: string; source_handle: string; handle: string; title: string; description: string | null; images: string[]; wanted: boolean; blocks: string[]; published: boolean; variants: Variant[]
  options: { name: string; values: string[] }[]; category_ids: string[]
}
type Sold = { title: string; images: { url: string }[]; variants: { id: string; inventory_quantity: number; calculated_price: { calculated_amount: number } }[] }

let arcade: Arcade
let member: Client
let other: Client
let operator: Client
let buyer: Client
let shop: string
let handles = 0

const signIn = async () => {
  ;[member, other, operator, buyer] = await Promise.all([memberOf(arcade, 0), memberOf(arcade, 1), operatorOf(arcade), buyerOf(arcade)])
}

beforeAll(async () => {
  arcade = await openArcade()
  await signIn()
  shop = arcade.seed.merchants[0]?.shops[0]?.id ?? "none"
})
afterAll(() => arcade?.stop())

const aHandle = () => `made-${(handles += 1)}`
const draft = (more: Record<string, unknown> = {}) => ({
  handle: aHandle(), title: "Cap", currency: "irr", published: true, options: ["Size"], images: ["https://cdn.example/cap.jpg"],
  variants: [{ options: { Size: "S" }, price_minor: 630_000, stock: 4, sku: `S-${handles}` }, { options: { Size: "M" }, price_minor: 840_000, stock: 5 }],
  ...more,
})
const attempt = (more: Record<string, unknown> = {}, as = member) => as.call<{ product: Product }>("POST", `/merchant/shops/${shop}/products`, draft(more))
const make = async (more: Record<string, unknown> = {}): Promise<Product> => {
  const { status, body } = await attempt(more)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.product
}
const edit = (id: string, body: Record<string, unknown>, as = member) => as.call<{ product: Product }>("POST", `/merchant/products/${id}`, body)
const sold = async (id: string) => {
  const fields = "fields=title,*images,*variants,+variants.inventory_quantity,*variants.calculated_price"
  return buyer.call<{ product: Sold }>("GET", `/store/products/${id}?region_id=${arcade.seed.region_id}&${fields}`)
}
const importFile = (csv: string) => member.call<{ import: { products: object; problems: { code: string }[] } }>("POST", `/merchant/shops/${shop}/imports`, { csv, currency: "irr" })

test("a product made over the API is sold through Medusa's own store API, with its options, prices, stock and images", async () => {
  const product = await make({ description: "<p>Warm</p><script>alert(1)</script>" })
  expect(product).toMatchObject({ title: "Cap", description: "Warm", wanted: true, blocks: [], published: true, options: [{ name: "Size" }] })
  const { status, body } = await sold(product.id)
  expect(status).toBe(200)
  expect(body.product.images).toMatchObject([{ url: "https://cdn.example/cap.jpg" }])
  expect(body.product.variants.map((each) => [each.inventory_quantity, each.calculated_price.calculated_amount]).sort()).toEqual([[4, 630_000], [5, 840_000]])
  expect(await filledCart(arcade, buyer, [product.variants[0]?.id ?? ""])).toMatch(/^cart_/)
})

test("a product without options has one variant, and a draft is seen by nobody until it is published", async () => {
  const product = await make({ published: false, options: [], variants: [{ price_minor: 1_000, stock: 1 }] })
  expect(product).toMatchObject({ wanted: false, published: false })
  expect((await sold(product.id)).status).toBe(404)
  expect(await member.call("POST", `/merchant/products/${product.id}/publication`)).toMatchObject({ status: 200, body: { product: { published: true } } })
  expect((await sold(product.id)).status).toBe(200)
  expect(await member.call("DELETE", `/merchant/products/${product.id}/publication`)).toMatchObject({ status: 200, body: { product: { wanted: false, published: false } } })
  expect((await sold(product.id)).status).toBe(404)
})

test("an edit changes what it names: title, one price, stock, a new variant, one that goes, the images", async () => {
  const product = await make()
  const [small, medium] = [...product.variants].sort((a, b) => a.price.minor - b.price.minor)
  const { status, body } = await edit(product.id, {
    title: "Warm cap", images: ["https://cdn.example/new.jpg"], variants: [{ id: small?.id, price_minor: 700_000, stock: 9 }],
    add_variants: [{ options: { Size: "L" }, price_minor: 900_000, stock: 2 }], remove_variants: [medium?.id],
  })
  expect(status).toBe(200)
  expect(body.product).toMatchObject({ title: "Warm cap", images: ["https://cdn.example/new.jpg"], source_handle: product.source_handle })
  expect(body.product.variants.map((each) => [each.options["Size"], each.price.minor, each.stock]).sort()).toEqual([["L", 900_000, 2], ["S", 700_000, 9]])
  expect((await sold(product.id)).body.product.variants.map((each) => [each.inventory_quantity, each.calculated_price.calculated_amount]).sort()).toEqual([[2, 900_000], [9, 700_000]])
  const once = await edit(product.id, { variants: [{ id: small?.id, stock: 9 }] })
  expect(once.body.product.variants).toEqual(expect.arrayContaining(body.product.variants))
})

test("what buyers have ordered stays in stock: less is refused, and so is taking the variant away", async () => {
  const product = await make()
  const id = product.variants.find(({ options }) => options["Size"] === "S")?.id ?? ""
  await complete(operator, buyer, await filledCart(arcade, buyer, [id], 2))
  for (const body of [{ variants: [{ id, stock: 1 }] }, { remove_variants: [id] }]) {
    expect(await edit(product.id, body)).toMatchObject({ status: 400, body: { code: "stock_below_reserved" } })
  }
  const { body } = await edit(product.id, { variants: [{ id, stock: 2 }] })
  expect(body.product.variants.find((each) => each.id === id)).toMatchObject({ stock: 2, reserved: 2 })
  expect(await member.call("DELETE", `/merchant/products/${product.id}`)).toMatchObject({ status: 200, body: { removed: false } })
  expect((await member.call<{ product: Product }>("GET", `/merchant/products/${product.id}`)).body.product).toMatchObject({ wanted: false, published: false })
})

test("a product that nobody ever ordered is removed, and its handle is free again; a second removal finds nothing", async () => {
  const handle = aHandle()
  const product = await make({ handle })
  expect(await member.call("DELETE", `/merchant/products/${product.id}`)).toMatchObject({ status: 200, body: { removed: true } })
  expect(await member.call("GET", `/merchant/products/${product.id}`)).toMatchObject({ status: 404, body: { code: "product_not_found" } })
  expect(await member.call("DELETE", `/merchant/products/${product.id}`)).toMatchObject({ status: 404 })
  expect((await sold(product.id)).status).toBe(404)
  const again = await make({ handle, variants: [{ options: { Size: "S" }, price_minor: 5, stock: 1 }] })
  expect(again).toMatchObject({ source_handle: handle, published: true })
})

test("a product made over the API and one from a file live together: whoever speaks last is heard", async () => {
  const product = await make()
  const row = (price: string) => `Handle,Title,Published,Option1 Name,Option1 Value,Variant Inventory Qty,Variant Price\n${product.source_handle},From a file,true,Size,S,7,${price}`
  expect((await importFile(row("7000"))).body.import.products).toMatchObject({ created: 0, updated: 1 })
  const fromFile = (await member.call<{ product: Product }>("GET", `/merchant/products/${product.id}`)).body.product
  expect([fromFile.title, fromFile.variants.find(({ options }) => options["Size"] === "S")?.price.minor]).toEqual(["From a file", 7_000])
  expect((await edit(product.id, { title: "By hand" })).body.product.title).toBe("By hand")
  expect((await importFile(row("7000"))).body.import.products).toMatchObject({ updated: 1 })
  expect((await importFile(row("7000"))).body.import.products).toMatchObject({ unchanged: 1 })
})

test("of eight at once with one handle, one makes it; with one SKU as well", async () => {
  const handle = aHandle()
  const tried = await Promise.all(Array.from({ length: 8 }, () => attempt({ handle })))
  expect(tried.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(new Set(tried.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(new Set(["product_handle_taken"]))
  const variants = [{ options: { Size: "S" }, price_minor: 5, sku: "ONE-OF-EIGHT" }]
  const skus = await Promise.all(Array.from({ length: 8 }, () => attempt({ variants })))
  expect(skus.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(new Set(skus.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(new Set(["sku_taken"]))
  expect(await arcade.sql("select 1 from shop_product where source_digest = ''")).toEqual([])
})

const S = { options: { Size: "S" }, price_minor: 5 }
//  body                                                              code                       why
const refused: [Record<string, unknown>, string, string][] = [
  [{ variants: [] },                                                  "bad_input",               "nothing to buy"],
  [{ variants: [{ ...S, price_minor: 0 }] },                          "bad_input",               "nothing is free"],
  [{ variants: [{ ...S, price_minor: 1.5 }] },                        "bad_input",               "no part of a rial"],
  [{ variants: [{ ...S, stock: -1 }] },                               "bad_input",               "less than nothing"],
  [{ variants: [S, S] },                                              "variant_repeated",        "two that nobody could tell apart"],
  [{ variants: [{ price_minor: 5 }] },                                "variant_options_wrong",   "no size"],
  [{ variants: [{ ...S, options: { Colour: "Red" } }] },              "variant_options_wrong",   "an option it has not"],
  [{ variants: [{ ...S, sku: "A" }, { ...S, options: { Size: "M" }, sku: "A" }] }, "sku_repeated", "one SKU, one variant"],
  [{ handle: "Ä b" },                                                 "bad_input",               "no handle"],
  [{ currency: "sek" },                                               "money_wrong_currency",    "nothing is sold in it here"],
  [{ category_ids: ["pcat_of_nobody"] },                              "category_not_found",      "no such category"],
  [{ images: ["javascript:alert(1)"] },                               "image_invalid",           "an image that runs"],
  [{ images: ["pic_of_nobody"] },                                     "picture_not_found",       "a picture the shop has not"],
  [{ images: Array(6).fill("https://cdn.example/x.jpg") },            "image_limit_reached",     "K15 more than the plan allows"],
  [{ status: "published" },                                           "bad_input",               "an unknown key"],
  [{ title: "Ca\0p" },                                                "bad_input",               "a zero byte"],
]
test.each(refused)("a product with %j is refused with %s, and nothing of it stays (%s)", async (more, code) => {
  const counts = () => arcade.sql("select (select count(*) from shop_product) as places, (select count(*) from product where deleted_at is null) as products, (select count(*) from inventory_item where deleted_at is null) as items")
  const before = await counts()
  const { status, body } = await attempt(more)
  expect({ refused: status >= 400 && status < 500, code: body.code }).toEqual({ refused: true, code })
  expect(await counts()).toEqual(before)
})

test("another's product is not there, and a category is one that buyers see", async () => {
  const product = await make()
  expect(await edit(product.id, { title: "Mine now" }, other)).toMatchObject({ status: 404, body: { code: "product_not_found" } })
  expect(await other.call("DELETE", `/merchant/products/${product.id}`)).toMatchObject({ status: 404 })
  expect(await attempt({}, other)).toMatchObject({ status: 404, body: { code: "shop_not_found" } })
  expect(await edit(product.id, { variants: [{ id: "variant_of_nobody", stock: 1 }] })).toMatchObject({ status: 404, body: { code: "variant_not_found" } })
  const category = async (name: string, is_internal: boolean) => {
    const { body } = await operator.call<{ product_category: { id: string } }>("POST", "/admin/product-categories", { name, is_active: true, is_internal })
    return body.product_category.id
  }
  const [seen, hidden] = [await category("Caps", false), await category("Drawer", true)]
  expect(await edit(product.id, { category_ids: [hidden] })).toMatchObject({ status: 404, body: { code: "category_not_found" } })
  expect((await edit(product.id, { category_ids: [seen] })).body.product.category_ids).toEqual([seen])
})

test.each(["import-after-places", "import-after-products"])("a stop (%s) leaves nothing to see, and the same request makes it then", async (failpoint) => {
  const handle = aHandle()
  await arcade.restart({ PASAJ_FAILPOINT: failpoint })
  await expect(attempt({ handle })).rejects.toThrow()
  await arcade.restart()
  await signIn()
  const mine = async () => (await member.call<{ products: Product[] }>("GET", `/merchant/products?shop_id=${shop}&limit=200`)).body.products
  expect((await mine()).filter(({ source_handle }) => source_handle === handle)).toEqual([])
  expect(await make({ handle })).toMatchObject({ source_handle: handle, published: true })
})

test("a stop amid an edit is finished by the same request", async () => {
  const product = await make()
  await arcade.restart({ PASAJ_FAILPOINT: "import-amid-change" })
  await expect(edit(product.id, { title: "Half", variants: [{ id: product.variants[0]?.id, price_minor: 77 }] })).rejects.toThrow()
  await arcade.restart()
  await signIn()
  const { body } = await edit(product.id, { title: "Half", variants: [{ id: product.variants[0]?.id, price_minor: 77 }] })
  expect(body.product).toMatchObject({ title: "Half", published: true })
  expect(body.product.variants.find(({ id }) => id === product.variants[0]?.id)?.price.minor).toBe(77)
})
