import { memberOf, operatorOf, type Client } from "../support/client"
import { person, verifiedMerchant } from "../support/merchants"
import { brokenInvariants } from "../support/orders"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(360_000)

type Money = { minor: number; currency: string }
type Lease = {
  id: string; state: string; plan: { code: string }; paid_until: string; closes_at: string; leaving: boolean; auto_renew: boolean; renewal_refused: string | null
  next_term: { plan: string; term_months: number } | null; periods: { net: Money; cut_on: string | null; ends_on: string }[]
}
type Invoice = {
  id: string; number: string; state: string; net: Money; tax: Money; total: Money; credit: Money; discount: Money; paid_by: string | null
  credit_notes: { number: string; total: Money }[]; offline_payments: { id: string; state: string; refusal: string | null }[]
}
type Both = { lease: Lease; invoice: Invoice }
type Quote = { id: string; price: Money; credit: Money; net: Money; tax: Money; total: Money; starts_on: string; ends_on: string; invoice_id: string | null }

let arcade: Arcade
let operator: Client
let member: Client
let merchant: string
let shops = 0

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
  ;({ client: member, id: merchant } = await newMerchant())
})
afterAll(() => arcade?.stop())

async function newMerchant(name = "Leila <b>Karimi</b>"): Promise<{ client: Client; id: string }> {
  const { member: client, id } = await verifiedMerchant(arcade, operator, { ...person, name })
  return { client, id }
}

async function newShop(as = member): Promise<string> {
  shops += 1
  const shop = { handle: `change-${process.pid}-${shops}`, name: "Stall", guild: "clothing", dispatch_address: "Tehran, Enqelab 1" }
  return (await as.call<{ shop: { id: string } }>("POST", "/merchant/shops", shop)).body.shop.id
}

const take = async (shop: string, more: Record<string, unknown> = {}) =>
  (await member.call<Both>("POST", `/merchant/shops/${shop}/leases`, { plan: "stall", term_months: 1, ...more })).body
const pay = (invoice: string) => member.call<Both>("POST", `/merchant/invoices/${invoice}/payment`, { provider_id: "pp_system_default" })
async function aRentedShop(): Promise<{ shop: string; lease: string; invoice: string }> {
  const shop = await newShop()
  const { lease, invoice } = await take(shop)
  expect((await pay(invoice.id)).status).toBe(200)
  return { shop, lease: lease.id, invoice: invoice.id }
}
const quote = (shop: string, body: Record<string, unknown>) => member.call<{ quote: Quote }>("POST", `/merchant/shops/${shop}/quotes`, body)
const accept = (id: string) => member.call<Both>("POST", `/merchant/quotes/${id}/acceptance`, {})
const leaseOf = async (id: string) => (await member.call<{ lease: Lease; rent: { earned: Money; deferred: Money; carried_on: Money }[] }>("GET", `/merchant/leases/${id}`)).body
const statusOf = async (shop: string) => (await member.call<{ shop: { status: string } }>("GET", `/merchant/shops/${shop}`)).body.shop.status
const give = (minor: number, key: string) =>
  arcade.sql("select ledger_post_one($1, 'parcel_released', 'goods sold', false, 'platform:order_income/irr', $2, $3, now())", [`gift:${key}`, `merchant:${merchant}:payable/irr`, minor])
const payable = async () =>
  Number((await arcade.sql<{ minor: string }>(
    "select coalesce(sum(case when to_account = $1 then amount else -amount end), 0) as minor from ledger_posting where $1 in (from_account, to_account)", [`merchant:${merchant}:payable`],
  ))[0]?.minor)
/** Leaves nothing on the balance. */
const drain = async (key: string) => {
  const minor = await payable()
  if (minor > 0) await arcade.sql("select ledger_post_one($1, 'parcel_released', 'spent', false, $2, 'platform:order_income/irr', $3, now())", [`drain:${key}`, `merchant:${merchant}:payable/irr`, minor])
}
const advance = (days: number) => operator.call("POST", "/admin/clock", { advance_days: days })

test("K15 an upgrade is quoted line by line, invoiced to the rial and in force at once; the old plan's unused days are credited", async () => {
  const { shop, lease } = await aRentedShop()
  const { body, status } = await quote(shop, { purpose: "upgrade", plan: "shop", term_months: 3 })
  expect(status).toBe(201)
  const { quote: quoted } = body
  expect(quoted.net.minor).toBe(quoted.price.minor - quoted.credit.minor)
  expect(quoted.credit.minor).toBeGreaterThan(0)
  const { body: taken } = await accept(quoted.id)
  expect([taken.invoice.net, taken.invoice.tax, taken.invoice.total, taken.invoice.credit]).toEqual([quoted.net, quoted.tax, quoted.total, quoted.credit])
  expect((await accept(quoted.id)).body.invoice.id).toBe(taken.invoice.id)
  const paid = await pay(taken.invoice.id)
  expect(paid.body.lease).toMatchObject({ state: "active", plan: { code: "shop" }, paid_until: quoted.ends_on })
  const { rent } = await leaseOf(lease)
  expect(rent).toHaveLength(1)
  expect((rent[0]?.earned.minor ?? 0) + (rent[0]?.deferred.minor ?? 0)).toBe(9_900_000 + quoted.net.minor)
  expect((await quote(shop, { purpose: "upgrade", plan: "stall", term_months: 1 })).body).toMatchObject({ code: "not_an_upgrade" })
})

test.each<[Record<string, unknown>, number, string, string]>([
  [{ purpose: "start", plan: "stall", term_months: 1 },                  400, "lease_already_exists", "a second lease on one shop"],
  [{ purpose: "renew", plan: "stall", term_months: 2 },                  400, "term_not_offered",     "a term the plan does not offer"],
  [{ purpose: "renew", plan: "palace", term_months: 1 },                 404, "plan_not_found",       "no such plan"],
  [{ purpose: "renew", plan: "stall", term_months: 1, coupon: "NOPE" },  400, "coupon_not_valid",     "no such coupon"],
  [{ purpose: "gift", plan: "stall", term_months: 1 },                   400, "bad_input",            "no such change"],
])("a quote of %j is refused: %i %s (%s)", async (body, status, code) => {
  const { shop } = await aRentedShop()
  expect(await quote(shop, body)).toMatchObject({ status, body: { code } })
})

test("K8 rent is paid from the balance: what it does not hold is refused, and eight at once pay once", async () => {
  const shop = await newShop()
  const { invoice } = await take(shop)
  const fromBalance = () => member.call<Both>("POST", `/merchant/invoices/${invoice.id}/balance-payment`, {})
  expect(await fromBalance()).toMatchObject({ status: 400, body: { code: "account_overdrawn" } })
  await give(invoice.total.minor, `balance-${shop}`)
  const all = await Promise.all(Array.from({ length: 8 }, fromBalance))
  expect(all.map((each) => each.status)).toEqual(Array(8).fill(200))
  expect(all[0]?.body).toMatchObject({ invoice: { state: "paid", paid_by: "balance" }, lease: { state: "active" } })
  expect(await payable()).toBe(0)
  expect(await statusOf(shop)).toBe("open")
})

test("rent paid at a bank counts once an operator has found it there; another amount or a used reference is refused", async () => {
  const { invoice } = await take(await newShop())
  const report = (body: Record<string, unknown> = {}) => member.call<{ offline_payment: { id: string } }>("POST", `/merchant/invoices/${invoice.id}/offline-payment`, {
    amount_minor: invoice.total.minor, reference: "1405 0801 0077", paid_on: "2026-01-02", ...body,
  })
  for (const more of [-1, 1]) expect(await report({ amount_minor: invoice.total.minor + more })).toMatchObject({ status: 400, body: { code: "payment_amount_wrong" } })
  expect(await report({ paid_on: "2999-01-01" })).toMatchObject({ status: 400, body: { code: "payment_in_future" } })
  const { id } = (await report()).body.offline_payment
  expect((await report()).body.offline_payment.id).toBe(id)
  const queue = await operator.call<{ offline_payments: { id: string }[] }>("GET", "/admin/rent-payments?limit=200")
  expect(queue.body.offline_payments.map((each) => each.id)).toContain(id)
  await operator.call("POST", `/admin/rent-payments/${id}/refusal`, { reason: "it has not come" })
  const again = (await report()).body.offline_payment.id
  const confirm = (amount_minor = invoice.total.minor) => operator.call<Both>("POST", `/admin/rent-payments/${again}/confirmation`, { bank: "mellat", amount_minor })
  expect(await confirm(invoice.total.minor + 1)).toMatchObject({ status: 400, body: { code: "payment_amount_wrong" } })
  const paid = await confirm()
  expect(paid.body.invoice).toMatchObject({ state: "paid", paid_by: "bank", offline_payments: [{ state: "refused", refusal: "it has not come" }, { state: "confirmed" }] })
  expect((await confirm()).body).toEqual(paid.body)
  const { invoice: other } = await take(await newShop())
  const second = await member.call<{ offline_payment: { id: string } }>("POST", `/merchant/invoices/${other.id}/offline-payment`, { amount_minor: other.total.minor, reference: "140508010077", paid_on: "2026-01-02" })
  expect(await operator.call("POST", `/admin/rent-payments/${second.body.offline_payment.id}/confirmation`, { bank: "mellat", amount_minor: other.total.minor })).toMatchObject({ status: 400, body: { code: "bank_reference_used" } })
})

test("an unpaid invoice is withdrawn by a credit note and its shop can rent anew; of a paid one the unused days come back", async () => {
  const shop = await newShop()
  const { invoice } = await take(shop)
  const { body } = await member.call<Both>("POST", `/merchant/invoices/${invoice.id}/withdrawal`, {})
  expect(body).toMatchObject({ invoice: { state: "void", credit_notes: [{ total: invoice.total }] }, lease: { state: "ended" } })
  expect(body.invoice.credit_notes[0]?.number).toMatch(/^CN-\d{4}-\d{6}$/)
  expect(await pay(invoice.id)).toMatchObject({ status: 400, body: { code: "invoice_void" } })
  const anew = await take(shop)
  await pay(anew.invoice.id)
  expect(await statusOf(shop)).toBe("open")
  const before = await payable()
  const credit = () => operator.call<{ credit_note: { total: Money } }>("POST", `/admin/invoices/${anew.invoice.id}/credit-note`, { reason: "the shop burnt down" })
  const note = await credit()
  expect(note.status).toBe(201)
  expect(await payable()).toBe(before + note.body.credit_note.total.minor)
  expect(await credit()).toMatchObject({ status: 400, body: { code: "nothing_to_credit" } })
  expect(await statusOf(shop)).toBe("rent_ended")
})

test("an invoice prints as a page, and what people typed is text on it", async () => {
  const { invoice } = await aRentedShop()
  const reply = await fetch(`${arcade.url}/merchant/invoices/${invoice}/page`, { headers: member.headers })
  const page = await reply.text()
  expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"])
  expect(page).toContain("Leila &lt;b&gt;Karimi&lt;/b&gt;")
  expect(page).not.toContain("<b>Karimi")
  const stranger = await memberOf(arcade, 0)
  expect((await fetch(`${arcade.url}/merchant/invoices/${invoice}/page`, { headers: stranger.headers })).status).toBe(404)
})

test("K9 a plan is drafted, previewed, published from a day on and retired; leases keep what they bought", async () => {
  const terms = {
    code: "loft", name: "Loft", tier: 2, currency: "irr", tax_basis_points: 900, trial_days: 10, features: { dropshipping: false, badges: false },
    limits: { products: 10, members: null, images: 3, shops: 3, featured_places: 0 }, prices: [{ term_months: 1, price_minor: 1_000_000 }],
  }
  const draft = async (body: unknown) => (await operator.call<{ plan: { id: string; published_at: string | null } }>("POST", "/admin/plans/drafts", body)).body.plan
  const first = await draft(terms)
  expect(first.published_at).toBeNull()
  expect((await quote(await newShop(), { purpose: "start", plan: "loft", term_months: 1 })).body).toMatchObject({ code: "plan_not_found" })
  await operator.call("POST", `/admin/plans/${first.id}/publication`, {})
  const fresh = await newMerchant()
  const tried = await fresh.client.call<{ lease: Lease }>("POST", `/merchant/shops/${await newShop(fresh.client)}/trial`, { plan: "loft" })
  expect(tried).toMatchObject({ status: 201, body: { lease: { state: "trial" } } })
  expect(await fresh.client.call("POST", `/merchant/shops/${await newShop(fresh.client)}/trial`, { plan: "loft" })).toMatchObject({ status: 400, body: { code: "trial_already_had" } })

  const second = await draft({ ...terms, prices: [{ term_months: 1, price_minor: 1_200_000 }] })
  const preview = await operator.call("GET", `/admin/plans/${second.id}/preview`)
  expect(preview.body).toMatchObject({ leases_keeping: 1, changes: [{ field: "prices.1", before: "1000000", after: "1200000" }] })
  const { body: clock } = await operator.call<{ clock: { now: string } }>("GET", "/admin/clock")
  const tomorrow = new Date(Date.parse(clock.clock.now) + 86_400_000).toISOString()
  expect(await operator.call("POST", `/admin/plans/${second.id}/publication`, { available_from: "2020-01-01T00:00:00.000Z" })).toMatchObject({ status: 400, body: { code: "plan_offer_past" } })
  await operator.call("POST", `/admin/plans/${second.id}/publication`, { available_from: tomorrow })
  const priceNow = async () => (await quote(await newShop(), { purpose: "start", plan: "loft", term_months: 1 })).body.quote.price.minor
  expect(await priceNow()).toBe(1_000_000)
  await advance(2)
  expect(await priceNow()).toBe(1_200_000)
  await operator.call("POST", `/admin/plans/${second.id}/retirement`, {})
  expect((await quote(await newShop(), { purpose: "start", plan: "loft", term_months: 1 })).body).toMatchObject({ code: "plan_not_found" })
})

test("a coupon, lost days, a next term and leaving, over HTTP", async () => {
  await operator.call("POST", "/admin/coupons", { code: "Half", discount: { basis_points: 5_000 }, most_uses: 1 })
  const { invoice } = await take(await newShop(), { coupon: "half" })
  expect(invoice.discount.minor).toBe(invoice.net.minor)
  expect(await member.call("POST", `/merchant/shops/${await newShop()}/leases`, { plan: "stall", term_months: 1, coupon: "half" })).toMatchObject({ status: 400, body: { code: "coupon_used_up" } })

  const { shop, lease } = await aRentedShop()
  const before = (await leaseOf(lease)).lease
  const lost = () => operator.call<{ lease: Lease }>("POST", `/admin/leases/${lease}/lost-days`, { days: 5, reason: "the suspension was wrong", reference: "dec_1" })
  const given = (await lost()).body.lease
  expect((Date.parse(given.paid_until) - Date.parse(before.paid_until)) / 86_400_000).toBe(5)
  expect((await lost()).body.lease).toEqual(given)

  const next = await member.call<{ lease: Lease }>("POST", `/merchant/leases/${lease}/next-term`, { plan: "stall", term_months: 3 })
  expect(next.body.lease.next_term).toEqual({ plan: "stall", term_months: 3 })
  expect(await member.call("POST", `/merchant/leases/${lease}/next-term`, { plan: "stall", term_months: 2 })).toMatchObject({ status: 400, body: { code: "term_not_offered" } })
  expect((await member.call<{ lease: Lease }>("POST", `/merchant/leases/${lease}/departure`, {})).body.lease).toMatchObject({ leaving: true, next_term: null })
  await advance(40)
  expect((await leaseOf(lease)).lease.state).toBe("ended")
  expect(await statusOf(shop)).toBe("rent_ended")
  const renewed = await member.call<Both>("POST", `/merchant/leases/${lease}/renewal`, {})
  expect(renewed.status).toBe(201)
  expect((await pay(renewed.body.invoice.id)).body.lease).toMatchObject({ state: "active", leaving: false })
  expect(await statusOf(shop)).toBe("open")
})

test("K9 a lease that may is renewed from the balance, weeks of standstill later too, and once; else its merchant reads why", async () => {
  const [rich, poor] = [await aRentedShop(), await aRentedShop()]
  await drain("before-renewals")
  for (const { lease } of [rich, poor]) await member.call("POST", `/merchant/leases/${lease}/auto-renewal`, { auto_renew: true })
  await give((await leaseOf(rich.lease)).lease.periods[0]?.net.minor ?? 0, "not-enough-with-tax")
  await advance(30)
  const refused = [(await leaseOf(rich.lease)).lease, (await leaseOf(poor.lease)).lease]
  expect(refused.map((each) => each.renewal_refused)).toEqual(["account_overdrawn", "account_overdrawn"])
  await give(100_000_000, "enough")
  await advance(25)
  for (const { lease } of [rich, poor]) expect((await leaseOf(lease)).lease).toMatchObject({ state: "active", renewal_refused: null })
  const [row] = await arcade.sql<{ twice: number }>("select count(*)::int as twice from (select lease_id, starts_on from lease_period where cut_on is null group by 1, 2 having count(*) > 1) t")
  expect(row?.twice).toBe(0)
})

test("K9 a fault with one lease keeps no other from being renewed, and that one is renewed when the fault is gone", async () => {
  const [broken, fine] = [await aRentedShop(), await aRentedShop()]
  for (const { lease } of [broken, fine]) await member.call("POST", `/merchant/leases/${lease}/auto-renewal`, { auto_renew: true })
  await give(100_000_000, "for-two-more")
  await arcade.sql(`create function break_one() returns trigger language plpgsql as $$ begin raise exception 'a disk is full'; end $$`)
  await arcade.sql(`create trigger break_one before insert on rent_invoice for each row when (new.lease_id = '${broken.lease}') execute function break_one()`)
  await advance(31)
  const [first, second] = [(await leaseOf(broken.lease)).lease, (await leaseOf(fine.lease)).lease]
  await arcade.sql("drop trigger break_one on rent_invoice")
  expect([first, second]).toMatchObject([{ state: "past_due", renewal_refused: "renewal_failed" }, { state: "active", renewal_refused: null }])
  await advance(1)
  expect((await leaseOf(broken.lease)).lease).toMatchObject({ state: "active", renewal_refused: null })
})

test("K8 'you saved' shows its arithmetic: sales at the rates of their day, less the rent", async () => {
  const rates = (body: unknown) => operator.call("POST", "/admin/reference-rates", body)
  expect(await rates({ rates: [{ category_id: "pcat_1", basis_points: 1 }], reason: "no default" })).toMatchObject({ status: 400, body: { code: "rate_without_default" } })
  expect(await rates({ rates: [{ category_id: null, basis_points: 1_200 }], reason: "twelve per cent" })).toMatchObject({ status: 201 })
  const { body } = await member.call<{ savings: { rent: Money; saved: Money; commission: Money }[] }>("GET", "/merchant/savings?from=2020-01-01&until=2039-12-31")
  expect(body.savings).toHaveLength(1)
  expect(body.savings[0]?.saved.minor).toBe((body.savings[0]?.commission.minor ?? 0) - (body.savings[0]?.rent.minor ?? 0))
  expect(await member.call("GET", "/merchant/savings?from=2026-02-01&until=2026-01-01")).toMatchObject({ status: 400, body: { code: "savings_days_wrong" } })
  expect((await operator.call("GET", `/admin/merchants/${merchant}/savings?from=2020-01-01&until=2039-12-31`)).body).toEqual(body)
})

test("after all of it every invariant holds", async () => {
  expect(await brokenInvariants(operator)).toEqual([])
  const [numbers] = await arcade.sql<{ gapless: boolean }>(
    `select bool_and(ok) as gapless from (
       select count(*) = max(sequence) and min(sequence) = 1 as ok from rent_invoice group by fiscal_year
       union all select count(*) = max(sequence) and min(sequence) = 1 from rent_credit_note group by fiscal_year) t`,
  )
  expect(numbers?.gapless).toBe(true)
})
