import { merchantIdOf } from "./foreign-rows"
import { balanceOf } from "../support/orders"
import { openPostOffice, type PostOffice } from "../support/parcels"
import { variantOf } from "../support/shopping"

jest.setTimeout(180_000)

type Money = { minor: number }
type Savings = { lines: { category_id: string | null; basis_points: number; sales: Money; commission: Money }[]; sales: Money; commission: Money; rent: Money; saved: Money }

let post: PostOffice
let product: string
let books: string
let gifts: string

beforeAll(async () => {
  post = await openPostOffice()
  const variant = await variantOf(post.arcade, post.buyer, post.shop)
  product = (await post.arcade.sql<{ product_id: string }>("select product_id from product_variant where id = $1", [variant]))[0]?.product_id ?? "none"
  ;[books, gifts] = [await category("Books of the day"), await category("Gifts of the day")]
  const rates = [{ category_id: null, basis_points: 1_000 }, { category_id: books, basis_points: 500 }, { category_id: gifts, basis_points: 2_000 }]
  expect(await post.operator.call("POST", "/admin/reference-rates", { rates, reason: "as it is elsewhere" })).toMatchObject({ status: 201 })
})
afterAll(() => post?.arcade.stop())

const category = async (name: string) => (await post.operator.call<{ product_category: { id: string } }>("POST", "/admin/product-categories", { name, is_active: true })).body.product_category.id
const moveTo = (id: string) => post.operator.call("POST", `/admin/products/${product}`, { categories: [{ id }] })
const savings = async (): Promise<Savings> => {
  const { body } = await post.member.call<{ savings: Savings[] }>("GET", "/merchant/savings")
  const [one] = body.savings
  if (body.savings.length !== 1 || !one) throw new Error(`one currency, not ${JSON.stringify(body)}`)
  expect(one.saved.minor).toBe(one.commission.minor - one.rent.minor)
  expect(one.sales.minor).toBe(one.lines.reduce((all, line) => all + line.sales.minor, 0))
  return one
}
const salesIn = async (id: string | null) => (await savings()).lines.find(({ category_id }) => category_id === id)?.sales.minor ?? 0
const released = async () => balanceOf(post.operator, `merchant:${await merchantIdOf(post.arcade, 0)}:payable`)

test("K8 'you saved' counts a sale by the category that the product had when it was ordered, once it is released", async () => {
  await moveTo(books)
  const parcel = await post.delivered()
  await moveTo(gifts)
  expect(await salesIn(books)).toBe(0)
  await post.consent(parcel.id)
  const { lines, rent } = await savings()
  expect(lines).toEqual([expect.objectContaining({ category_id: books, basis_points: 500, sales: expect.objectContaining({ minor: parcel.amount.minor }) as Money })])
  expect(lines[0]?.commission.minor).toBe(Math.floor((parcel.amount.minor * 500) / 10_000))
  expect(rent.minor).toBeGreaterThan(0)
  expect((await savings()).sales.minor).toBe(await released())
})

test("K8 of a parcel that a case has split counts what the merchant got, and a refund after release is taken off again", async () => {
  const before = await salesIn(gifts)
  const parcel = await post.delivered()
  const { body } = await post.object(parcel.id)
  expect(await post.decide(body.case.id, { for: "split", refund_minor: 1_000 })).toMatchObject({ status: 200 })
  expect(await salesIn(gifts)).toBe(before + parcel.amount.minor - 1_000)
  expect((await savings()).sales.minor).toBe(await released())

  const sent = await post.delivered()
  await post.consent(sent.id)
  const whole = await salesIn(gifts)
  const [row] = await post.arcade.sql<{ shop_order_id: string }>("select shop_order_id from escrow_parcel where id = $1", [sent.id])
  expect(await post.operator.call("POST", `/admin/shop-orders/${row?.shop_order_id}/refund`, { amount_minor: 700, reason: "a scratch", reference: "savings-1" })).toMatchObject({ status: 200 })
  expect(await salesIn(gifts)).toBe(whole - 700)
  expect((await savings()).sales.minor).toBe(await released())
})

test("K8 of what was booked before lines kept their categories, today's count", async () => {
  await post.arcade.sql("update shop_order_line set category_ids = null")
  expect(await salesIn(books)).toBe(0)
  expect(await salesIn(gifts)).toBe((await savings()).sales.minor)
})
