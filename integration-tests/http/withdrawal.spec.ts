import { memberOf, visitorOf } from "../support/client"
import { send, variantsOf } from "../support/orders"
import { openPostOffice, type Parcel, type PostOffice } from "../support/parcels"
import { capture, complete, filledCart, shopOrdersOf } from "../support/shopping"

jest.setTimeout(300_000)

type Terms = { withdrawal_terms: { exempt: boolean; exemption: { kind: string } | null; window: { starts: string; length: number; unit: string } } }
type Product = { id: string; variant: string }

let post: PostOffice
let exempt: Product
let other: Product

beforeAll(async () => {
  post = await openPostOffice()
  const variants = await variantsOf(post.arcade, post.buyer, post.shop, 100) // the best stocked first
  const rows = await post.arcade.sql<Product>("select product_id as id, id as variant from product_variant where id = any($1) order by array_position($1, id)", [variants])
  const [one, two] = rows.filter((row, index) => rows.findIndex((each) => each.id === row.id) === index)
  if (!one || !two) throw new Error("the shop needs two products on sale")
  ;[exempt, other] = [one, two]
})
afterAll(() => post?.arcade.stop())

const setExemption = (id: string, exemption: string | null, as = post.member) => as.call<Terms>("POST", `/merchant/products/${id}/withdrawal-exemption`, { exemption })
const terms = (id: string) => visitorOf(post.arcade).call<Terms>("GET", `/store/products/${id}/withdrawal-terms`)
const publish = (body: object) =>
  post.operator.call<{ consent_policy: { preset: string; window: object; exempt_window: object } }>("POST", "/admin/consent-policy", { reason: "a new decision", ...body })
const bought = async (products: Product[]) => {
  const placed = await complete(post.operator, post.buyer, await filledCart(post.arcade, post.buyer, products.map((each) => each.variant)))
  await capture(post.operator, placed)
  const [part] = await shopOrdersOf(post.operator, placed.order_id, 1, "paid")
  return { order: placed.order_id, part: part?.id ?? "none" }
}
const arrived = async (products: Product[]): Promise<Parcel> => (await post.deliver(await send(post.member, (await bought(products)).part))).body.parcel
const unwanted = (id: string) => post.buyer.call("POST", `/store/parcels/${id}/objection`, { reason: "no_longer_wanted", text: "I changed my mind" })
async function daysOf(parcel: Parcel, from: "delivered_at" | "handed_over_at" = "delivered_at"): Promise<number> {
  const [row] = await post.arcade.sql<{ at: Date }>(`select ${from} as at from escrow_parcel where id = $1`, [parcel.id])
  return (Date.parse(parcel.window?.due_at ?? "") - (row?.at.getTime() ?? 0)) / 86_400_000
}

test("K4 Y8 a member exempts a product for a reason of the table; buyers are told before they order; others may not", async () => {
  expect((await terms(exempt.id)).body.withdrawal_terms).toMatchObject({ exempt: false, exemption: null, window: { starts: "delivery", length: 7 } })
  expect(await setExemption(exempt.id, "perishable_food")).toMatchObject({ status: 200, body: { withdrawal_terms: { exempt: true } } })
  expect((await terms(exempt.id)).body.withdrawal_terms).toMatchObject({ exempt: true, exemption: { kind: "perishable_food" }, window: { starts: "delivery", length: 2, unit: "calendar_days" } })
  expect(await setExemption(exempt.id, "because_i_say_so")).toMatchObject({ status: 400, body: { code: "bad_input" } })
  expect(await setExemption(exempt.id, null, await memberOf(post.arcade, 1))).toMatchObject({ status: 404, body: { code: "product_not_found" } })
  expect(await post.operator.call("POST", `/admin/products/${other.id}/withdrawal-exemption`, { exemption: "hygiene" })).toMatchObject({ status: 200 })
  expect(await post.operator.call("POST", `/admin/products/${other.id}/withdrawal-exemption`, { exemption: null })).toMatchObject({ status: 200 })
  expect(await terms(post.arcade.seed.own_product_id)).toMatchObject({ status: 404, body: { code: "product_not_found" } })
  const { body } = await post.member.call<{ products: { id: string; withdrawal_exemption: string | null }[] }>("GET", "/merchant/products?limit=200")
  expect(body.products.find((each) => each.id === exempt.id)?.withdrawal_exemption).toBe("perishable_food")
  expect(await post.arcade.sql("select from_state, to_state, actor_type from merchant_history where row_id = $1", [exempt.id]))
    .toEqual([{ from_state: "none", to_state: "perishable_food", actor_type: "member" }])
})

test("K4 a parcel of exempt things gets the short window, and a change of mind is refused with the reason; a fault may be objected to", async () => {
  const parcel = await arrived([exempt])
  expect(parcel.window).toMatchObject({ state: "open", policy: "exempt" })
  expect(await daysOf(parcel)).toBe(2)
  const refused = await unwanted(parcel.id)
  expect(refused).toMatchObject({ status: 400, body: { code: "withdrawal_exempt" } })
  expect(refused.body.message).toMatch(/spoils or expires soon/)
  expect((await post.parcel(parcel.id)).window).toMatchObject({ state: "open", due_at: parcel.window?.due_at })
  expect((await post.object(parcel.id)).status).toBe(201)
  expect(await post.invariants()).toEqual([])
})

test("K4 a mixed parcel has the full window, and the buyer may change their mind about it", async () => {
  const parcel = await arrived([exempt, other])
  expect(parcel.window).toMatchObject({ policy: "kerkere" })
  expect(await daysOf(parcel)).toBe(7)
  expect((await unwanted(parcel.id)).status).toBe(201)
})

test("K4 what stood when the order was placed binds it: an exemption laid down later does not, one lifted later still does", async () => {
  await setExemption(exempt.id, null)
  const free = await bought([exempt])
  await setExemption(exempt.id, "hygiene")
  const bound = await bought([exempt])
  await setExemption(exempt.id, null)
  const [one, two] = [(await post.deliver(await send(post.member, free.part))).body.parcel, (await post.deliver(await send(post.member, bound.part))).body.parcel]
  expect([one.window?.policy, two.window?.policy]).toEqual(["kerkere", "exempt"])
  expect([(await unwanted(one.id)).status, (await unwanted(two.id)).status]).toEqual([201, 400])
})

test("K4 operators publish any window; from dispatch it counts from the hand-over, and still waits for the delivery", async () => {
  expect(await publish({ window: { starts: "delivery", length: 10, unit: "business_days" } })).toMatchObject({ status: 201, body: { consent_policy: { preset: "custom", window: { length: 10, unit: "business_days" } } } })
  expect(await publish({ window: { starts: "delivery", length: 14, unit: "calendar_days" } })).toMatchObject({ body: { consent_policy: { preset: "eu-14" } } })
  for (const wrong of [{ preset: "kerkere", window: { starts: "delivery", length: 7, unit: "calendar_days" } }, { window: { starts: "delivery", length: 91, unit: "calendar_days" } }, { window: { starts: "order", length: 7, unit: "calendar_days" } }, { exempt_window: { length: 0, unit: "calendar_days" } }]) {
    expect(await publish(wrong)).toMatchObject({ status: 400, body: { code: "bad_input" } })
  }
  expect(await publish({ window: { starts: "dispatch", length: 5, unit: "calendar_days" }, exempt_window: { length: 1, unit: "calendar_days" } })).toMatchObject({ status: 201 })

  const [quick, late, never] = [await post.sent(), await post.sent(), await post.sent()]
  const quickly = (await post.deliver(quick.id)).body.parcel
  expect(await daysOf(quickly, "handed_over_at")).toBe(5)
  expect((await post.operator.call("POST", "/admin/clock", { advance_days: 8 })).status).toBe(200)
  expect(await post.parcel(quick.id)).toMatchObject({ state: "released", window: { state: "lapsed" } })
  expect(await post.parcel(never.id)).toMatchObject({ state: "handed_over", window: { state: "waiting" } })
  const lately = (await post.deliver(late.id)).body.parcel
  expect(lately.window?.state).toBe("open")
  expect(await daysOf(lately)).toBe(1)
  expect((await post.object(late.id)).status).toBe(201)
  expect(await publish({ preset: "kerkere", exempt_window: { length: 2, unit: "calendar_days" } })).toMatchObject({ body: { consent_policy: { preset: "kerkere", window: { starts: "delivery", length: 7 } } } })
  expect(await post.invariants()).toEqual([])
})
