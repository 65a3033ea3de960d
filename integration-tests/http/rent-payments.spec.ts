import { join } from "node:path"

import { eventually, operatorOf, type Client } from "../support/client"
import { person, verifiedMerchant } from "../support/merchants"
import { brokenInvariants } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(360_000)

type Money = { minor: number; currency: string }
type Lease = { id: string; state: string; paid_until: string; renewal_refused: string | null; periods: { starts_on: string; ends_on: string }[] }
type Invoice = { id: string; state: string; total: Money; paid_by: string | null }
type Session = { id: string; provider_id: string; status: string; data: Record<string, unknown> }
type Both = { lease: Lease; invoice: Invoice; payment_session: Session | null }
/** A provider whose payer has to go there first. */
const PATIENT = "pp_patient_trial"

let arcade: Arcade
let operator: Client
let member: Client
let merchant: string
let shops = 0

beforeAll(async () => {
  arcade = await openArcade({ env: { PASAJ_TRIAL_PROVIDER: join(__dirname, "../support/patient-provider.cjs") } })
  operator = await operatorOf(arcade)
  const offered = await operator.call("POST", `/admin/regions/${arcade.seed.region_id}`, { payment_providers: ["pp_system_default", PATIENT] })
  expect(offered.status).toBe(200)
  ;({ member, id: merchant } = await verifiedMerchant(arcade, operator, person))
})
afterAll(() => arcade?.stop())

async function newShop(): Promise<string> {
  shops += 1
  const shop = { handle: `paid-${process.pid}-${shops}`, name: "Stall", guild: "clothing", dispatch_address: "Tehran, Enqelab 1" }
  return (await member.call<{ shop: { id: string } }>("POST", "/merchant/shops", shop)).body.shop.id
}

const pay = (invoice: string, provider_id = "pp_system_default", more: Record<string, unknown> = {}) =>
  member.call<Both>("POST", `/merchant/invoices/${invoice}/payment`, { provider_id, ...more })
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

describe("where the provider first wants its payer", () => {
  const begin = async (more: Record<string, unknown> = {}) => {
    const { body } = await member.call<Both>("POST", `/merchant/shops/${await newShop()}/leases`, { plan: "stall", term_months: 1 })
    const reply = await pay(body.invoice.id, PATIENT, more)
    expect(reply).toMatchObject({ status: 200, body: { invoice: { state: "open" }, lease: { state: "awaiting_payment" }, payment_session: { provider_id: PATIENT } } })
    return { invoice: body.invoice, session: reply.body.payment_session?.id ?? "" }
  }
  const payer = (session: string, did: "paid" | "declined" | "lost") =>
    arcade.sql("update payment_session set data = data || jsonb_build_object('payer', $2::text) where id = $1", [session, did])
  const providerCalls = async (session: string, amount: number) =>
    fetch(`${arcade.url}/hooks/payment/patient_trial`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ session_id: session, amount }) })
  const act = (invoice: string, what: string) => member.call("POST", `/merchant/invoices/${invoice}/${what}`, {})
  const payable = async () =>
    Number((await arcade.sql<{ minor: string }>("select coalesce(sum(balance), 0) as minor from ledger_account where name = $1", [`merchant:${merchant}:payable`]))[0]?.minor)

  test("K16 the session says where to go on, nothing else pays meanwhile, and the same call finishes it", async () => {
    const { invoice, session } = await begin({ data: { return_url: "https://shop.example/paid" } })
    const again = await pay(invoice.id, PATIENT)
    expect(again.body.payment_session).toMatchObject({ id: session, status: "requires_more", data: { return_url: "https://shop.example/paid", redirect_url: `https://bank.example/pay/${session}` } })
    for (const other of ["withdrawal", "balance-payment"]) expect(await act(invoice.id, other)).toMatchObject({ status: 400, body: { code: "invoice_being_paid" } })
    await payer(session, "paid")
    const all = await Promise.all(Array.from({ length: 4 }, () => pay(invoice.id, PATIENT)))
    for (const { status, body } of all) expect({ status, ...body }).toMatchObject({ status: 200, invoice: { state: "paid" }, lease: { state: "active" }, payment_session: null })
  })

  test("one who is refused there may pay another way, also where the provider throws before its payer has come", async () => {
    const { invoice, session } = await begin({ data: { shy: true } })
    await payer(session, "declined")
    expect(await pay(invoice.id, PATIENT)).toMatchObject({ status: 400, body: { code: "payment_not_authorized" } })
    expect(await pay(invoice.id)).toMatchObject({ status: 200, body: { invoice: { state: "paid" } } })
  })

  test("a provider that throws while its payer is there, or whose answer is lost, keeps the session; one that nobody is waited for is given up", async () => {
    const { invoice, session } = await begin({ data: { shy: true } })
    expect((await pay(invoice.id, PATIENT)).body.payment_session).toMatchObject({ id: session })
    await payer(session, "lost")
    expect(await pay(invoice.id, PATIENT)).toMatchObject({ status: 400, body: { code: "payment_provider_failed" } })
    await arcade.sql("update payment_session set data = data - 'payer', created_at = now() - interval '61 minutes' where id = $1", [session])
    expect(await pay(invoice.id, PATIENT)).toMatchObject({ status: 400, body: { code: "payment_not_authorized" } })
    const again = (await pay(invoice.id, PATIENT)).body.payment_session
    expect(again?.id).not.toBe(session)
    await payer(again?.id ?? "", "paid")
    expect(await pay(invoice.id, PATIENT)).toMatchObject({ status: 200, body: { invoice: { state: "paid" } } })
  })

  test("a session that a stop left without its provider's answer is given up, and the next attempt begins anew", async () => {
    const { invoice, session } = await begin({ data: { shy: true } })
    await arcade.sql("update payment_session set data = '{\"shy\": true}', status = 'pending' where id = $1", [session])
    expect(await pay(invoice.id, PATIENT)).toMatchObject({ status: 400, body: { code: "payment_not_authorized" } })
    expect((await pay(invoice.id, PATIENT, { data: { broken: true } })).body).toMatchObject({ code: "payment_provider_failed" })
    const again = (await pay(invoice.id, PATIENT)).body.payment_session
    expect(again).toMatchObject({ data: { redirect_url: `https://bank.example/pay/${again?.id ?? ""}` } })
    expect(again?.id).not.toBe(session)
  })

  test("the provider's own call finishes it, when the payer comes back to nobody", async () => {
    const { invoice, session } = await begin()
    await payer(session, "paid")
    expect((await providerCalls(session, invoice.total.minor)).status).toBe(200)
    expect(await eventually(() => invoiceOf(invoice.id), ({ state }) => state === "paid")).toMatchObject({ paid_by: "provider" })
  })

  test("one who was waited for long enough has given up; money that comes all the same goes to the balance", async () => {
    const { invoice, session } = await begin()
    await arcade.sql("update payment_session set created_at = now() - interval '61 minutes' where id = $1", [session])
    expect(await act(invoice.id, "withdrawal")).toMatchObject({ status: 200, body: { invoice: { state: "void" } } })
    const before = await payable()
    await payer(session, "paid")
    await providerCalls(session, invoice.total.minor)
    expect(await eventually(payable, (minor) => minor > before)).toBe(before + invoice.total.minor)
    const { body } = await operator.call<{ proof: unknown }>("POST", "/admin/custody-proof", {})
    expect(body.proof).toMatchObject({ differences: [], under_way: 0 })
  })

  test.each<[Record<string, unknown>, string]>([
    [{ data: { note: "x".repeat(5_000) } }, "too much"],
    [{ data: ["https://shop.example"] },    "a list"],
    [{ data: "https://shop.example" },      "words"],
  ])("data of the provider's that is no plain object of a bounded size is refused (%#: %s)", async (more) => {
    const { body } = await member.call<Both>("POST", `/merchant/shops/${await newShop()}/leases`, { plan: "stall", term_months: 1 })
    expect(await pay(body.invoice.id, PATIENT, more)).toMatchObject({ status: 400, body: { code: "bad_input" } })
  })
})

test("after all of it every invariant holds", async () => {
  expect(await brokenInvariants(operator)).toEqual([])
})
