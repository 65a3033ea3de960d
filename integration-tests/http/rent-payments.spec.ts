import { operatorOf, type Client } from "../support/client"
import { person, verifiedMerchant } from "../support/merchants"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(360_000)

type Money = { minor: number; currency: string }
type Lease = { id: string; state: string; paid_until: string; renewal_refused: string | null; periods: { starts_on: string; ends_on: string }[] }
type Invoice = { id: string; state: string; total: Money; paid_by: string | null }
type Both = { lease: Lease; invoice: Invoice }

let arcade: Arcade
let operator: Client
let member: Client
let merchant: string
let shops = 0

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
  ;({ member, id: merchant } = await verifiedMerchant(arcade, operator, person))
})
afterAll(() => arcade?.stop())

async function newShop(): Promise<string> {
  shops += 1
  const shop = { handle: `paid-${process.pid}-${shops}`, name: "Stall", guild: "clothing", dispatch_address: "Tehran, Enqelab 1" }
  return (await member.call<{ shop: { id: string } }>("POST", "/merchant/shops", shop)).body.shop.id
}

const pay = (invoice: string, provider_id = "pp_system_default") => member.call<Both>("POST", `/merchant/invoices/${invoice}/payment`, { provider_id })
async function aRentedShop(): Promise<{ shop: string; lease: string }> {
  const shop = await newShop()
  const { body } = await member.call<Both>("POST", `/merchant/shops/${shop}/leases`, { plan: "stall", term_months: 1 })
  expect((await pay(body.invoice.id)).status).toBe(200)
  return { shop, lease: body.lease.id }
}
async function anUpgrade(): Promise<Both> {
  const { shop } = await aRentedShop()
  const { body } = await member.call<{ quote: { id: string } }>("POST", `/merchant/shops/${shop}/quotes`, { purpose: "upgrade", plan: "shop", term_months: 1 })
  return (await member.call<Both>("POST", `/merchant/quotes/${body.quote.id}/acceptance`, {})).body
}
const invoiceOf = async (id: string) => (await member.call<{ invoice: Invoice }>("GET", `/merchant/invoices/${id}`)).body.invoice
const leaseOf = async (id: string) => (await member.call<{ lease: Lease }>("GET", `/merchant/leases/${id}`)).body.lease
const advance = (days: number) => operator.call("POST", "/admin/clock", { advance_days: days })
const give = (minor: number, key: string) =>
  arcade.sql("select ledger_post_one($1, 'parcel_released', 'goods sold', false, 'platform:order_income/irr', $2, $3, now())", [`gift:${key}`, `merchant:${merchant}:payable/irr`, minor])

test("a payment through a provider that is not offered, or that was refused, holds no upgrade open beyond its day", async () => {
  const [mistyped, refused] = [await anUpgrade(), await anUpgrade()]
  expect(await pay(mistyped.invoice.id, "pp_typo")).toMatchObject({ status: 400, body: { code: "payment_provider_not_offered" } })
  expect(await arcade.sql("select payment_collection_id as id from rent_invoice where id = $1", [mistyped.invoice.id])).toEqual([{ id: null }])
  // What a refused attempt leaves: a collection with a session that has ended, and no payment.
  await arcade.sql("insert into payment_collection (id, currency_code, amount, raw_amount, status) values ('pay_col_refused', 'irr', 1, '{\"value\": \"1\"}', 'not_paid')")
  await arcade.sql("update rent_invoice set payment_collection_id = 'pay_col_refused', payment_started_at = now() where id = $1", [refused.invoice.id])
  await advance(1)
  for (const { invoice } of [mistyped, refused]) {
    expect((await invoiceOf(invoice.id)).state).toBe("void")
    expect(await pay(invoice.id)).toMatchObject({ status: 400, body: { code: "invoice_void" } })
  }
})

test("K9 a renewal that was asked for and not paid is what a lease is renewed by, once the balance holds it", async () => {
  const { lease } = await aRentedShop()
  const { body: renewal } = await member.call<Both>("POST", `/merchant/leases/${lease}/renewal`, {})
  await member.call("POST", `/merchant/leases/${lease}/auto-renewal`, { auto_renew: true })
  await advance(30)
  expect((await leaseOf(lease)).renewal_refused).toBe("account_overdrawn")
  await give(renewal.invoice.total.minor, lease)
  await advance(1)
  expect(await invoiceOf(renewal.invoice.id)).toMatchObject({ state: "paid", paid_by: "balance" })
  expect(await leaseOf(lease)).toMatchObject({ state: "active", renewal_refused: null, periods: [{}, {}] })
})

test("an upgrade that was paid at a bank on its day is confirmed the next day; until then it is neither withdrawn nor expired", async () => {
  const { invoice } = await anUpgrade()
  const { body: clock } = await operator.call<{ clock: { day: string } }>("GET", "/admin/clock")
  const { body } = await member.call<{ offline_payment: { id: string } }>("POST", `/merchant/invoices/${invoice.id}/offline-payment`, { amount_minor: invoice.total.minor, reference: "140509100001", paid_on: clock.clock.day })
  expect(await member.call("POST", `/merchant/invoices/${invoice.id}/withdrawal`, {})).toMatchObject({ status: 400, body: { code: "invoice_payment_reported" } })
  await advance(1)
  const confirm = () => operator.call<Both>("POST", `/admin/rent-payments/${body.offline_payment.id}/confirmation`, { bank: "mellat", amount_minor: invoice.total.minor })
  const confirmed = await confirm()
  expect(confirmed.body).toMatchObject({ invoice: { state: "paid", paid_by: "bank", offline_payments: [{ state: "confirmed", to_balance: false }] }, lease: { plan: { code: "shop" } } })
  expect((await confirm()).body).toEqual(confirmed.body)
})

test("after all of it every invariant holds", async () => {
  const { body } = await operator.call<{ invariants: { id: string; holds: boolean }[] }>("GET", "/admin/invariants")
  expect(body.invariants.filter((each) => !each.holds)).toEqual([])
})
