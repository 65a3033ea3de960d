import type { Client } from "./client"
import type { Arcade } from "./server"

/** What is asked for, and how it must stand once everything has run: asked as often as it takes, done once. */
export type Work = { ask: () => Promise<unknown>; stands: () => Promise<unknown>; as: unknown }
type Ground = { arcade: Arcade; operator: Client; member: Client }

/** What Medusa's tables and ours look like once a provider was asked for an invoice's money, and its answer was lost. */
async function anUnansweredPayment(arcade: Arcade, invoice: string, minor: number): Promise<void> {
  const raw = JSON.stringify({ value: String(minor), precision: 20 })
  const [collection, session, payment] = ["pay_col", "payses", "pay"].map((prefix) => `${prefix}_${invoice}`)
  await arcade.sql("insert into payment_collection (id, currency_code, amount, raw_amount, status, metadata) values ($1, 'irr', $2, $3, 'authorized', $4)", [collection, minor, raw, JSON.stringify({ pasaj_rent_invoice: invoice })])
  await arcade.sql(
    `insert into payment_session (id, currency_code, amount, raw_amount, provider_id, data, status, payment_collection_id, authorized_at)
     values ($1, 'irr', $2, $3, 'pp_system_default', '{}', 'authorized', $4, now())`, [session, minor, raw, collection],
  )
  await arcade.sql(
    `insert into payment (id, amount, raw_amount, currency_code, provider_id, data, payment_collection_id, payment_session_id)
     values ($1, $2, $3, 'irr', 'pp_system_default', '{}', $4, $5)`, [payment, minor, raw, collection, session],
  )
  await arcade.sql("update rent_invoice set payment_collection_id = $2, payment_started_at = now(), look_at = now() where id = $1", [invoice, collection])
  await arcade.sql(
    `insert into rent_unanswered_payment (id, invoice_id, payment_id, provider_id, asked_at, error) values ($1, $2, $3, 'pp_system_default', now(), 'timed out')`,
    [`runp_${invoice}`, invoice, payment],
  )
}

let stalls = 0
let references = 0

/** Every workflow that moves the money of rent, or asks for it. @param ground what is open only when the tests run */
export function rentWorks(ground: () => Ground): Record<string, { workflow: string; prepare: () => Promise<Work> }> {
  const member = (): Client => ground().member
  const one = async (text: string, params: unknown[]) => (await ground().arcade.sql(text, params))[0] ?? null
  const count = async (text: string, params: unknown[]) => Number((await ground().arcade.sql<{ count: string }>(`select count(*) from ${text}`, params))[0]?.count)
  const journals = (key: string) => count("ledger_journal where key = $1", [key])

  /** A new shop with a lease that waits for its rent. */
  async function aRentInvoice(): Promise<{ shop: string; lease: string; invoice: string; total: number; merchant: string }> {
    stalls += 1
    const opened = await member().call<{ shop: { id: string } }>("POST", "/merchant/shops", {
      handle: `step-${process.pid}-${stalls}`, name: "Stall", guild: "clothing", dispatch_address: "Tehran, Enqelab 1",
    })
    const { id } = opened.body.shop
    const { body } = await member().call<{ invoice: { id: string; merchant_id: string; total: { minor: number } }; lease: { id: string } }>("POST", `/merchant/shops/${id}/leases`, { plan: "stall", term_months: 1 })
    return { shop: id, lease: body.lease.id, invoice: body.invoice.id, total: body.invoice.total.minor, merchant: body.invoice.merchant_id }
  }
  const payRent = (invoice: string) => member().call("POST", `/merchant/invoices/${invoice}/payment`, { provider_id: "pp_system_default" })
  async function aPaidLease() {
    const rent = await aRentInvoice()
    await payRent(rent.invoice)
    return rent
  }
  /** How an invoice and its lease stand, with the journals that paid it. */
  const rentOf = async (invoice: string) => ({
    ...(await one(
      `select i.state as invoice, l.state as lease, s.leased_until = l.closes_at as told, (select count(*)::int from lease_period where invoice_id = i.id) as periods
       from rent_invoice i join shop_lease l on l.id = i.lease_id join pasaj_shop s on s.id = i.shop_id where i.id = $1`, [invoice])),
    journals: await journals(`rent:${invoice}:paid`),
  })
  const rentPaidOnce = { invoice: "paid", lease: "active", told: true, periods: 1, journals: 1 }

  return {
    "a merchant pays rent": {
      workflow: "pasaj-pay-rent-invoice",
      prepare: async () => {
        const { invoice } = await aRentInvoice()
        return {
          ask: () => payRent(invoice),
          stands: async () => ({
            ...(await rentOf(invoice)),
            captures: await count("capture c join payment p on p.id = c.payment_id join rent_invoice i on i.payment_collection_id = p.payment_collection_id where i.id = $1", [invoice]),
          }),
          as: { ...rentPaidOnce, captures: 1 },
        }
      },
    },
    "an operator says that a provider took the rent": {
      workflow: "pasaj-answer-rent-payment",
      prepare: async () => {
        const { invoice, total } = await aRentInvoice()
        await anUnansweredPayment(ground().arcade, invoice, total)
        return {
          ask: () => ground().operator.call("POST", `/admin/invoices/${invoice}/payment-answer`, { made: true, note: "seen on its own page" }),
          stands: async () => ({ ...(await rentOf(invoice)), captures: await count("capture where payment_id = $1", [`pay_${invoice}`]) }),
          as: { ...rentPaidOnce, captures: 1 },
        }
      },
    },
    "a merchant pays rent from its balance": {
      workflow: "pasaj-pay-rent-from-balance",
      prepare: async () => {
        const { invoice, total, merchant } = await aRentInvoice()
        await ground().arcade.sql("select ledger_post_one($1, 'parcel_released', 'goods sold', false, 'platform:order_income/irr', $2, $3, now())", [`gift:${invoice}`, `merchant:${merchant}:payable/irr`, total])
        return { ask: () => member().call("POST", `/merchant/invoices/${invoice}/balance-payment`, {}), stands: () => rentOf(invoice), as: rentPaidOnce }
      },
    },
    "rent paid at a bank is confirmed": {
      workflow: "pasaj-confirm-offline-rent",
      prepare: async () => {
        const { invoice, total } = await aRentInvoice()
        const reference = `88${process.pid}${(references += 1)}`
        const { body } = await member().call<{ offline_payment: { id: string } }>("POST", `/merchant/invoices/${invoice}/offline-payment`, { amount_minor: total, reference, paid_on: "2026-01-01" })
        return {
          ask: () => ground().operator.call("POST", `/admin/rent-payments/${body.offline_payment.id}/confirmation`, { bank: "mellat", amount_minor: total }),
          stands: () => rentOf(invoice),
          as: rentPaidOnce,
        }
      },
    },
    "a lease is renewed": {
      workflow: "pasaj-renew-shop-lease",
      prepare: async () => {
        const { lease } = await aPaidLease()
        return {
          ask: () => member().call("POST", `/merchant/leases/${lease}/renewal`, {}),
          stands: async () => ({ open: await count("rent_invoice where lease_id = $1 and state = 'open'", [lease]), all: await count("rent_invoice where lease_id = $1", [lease]) }),
          as: { open: 1, all: 2 },
        }
      },
    },
    "an upgrade is taken": {
      workflow: "pasaj-take-lease-quote",
      prepare: async () => {
        const { shop, lease } = await aPaidLease()
        const { body } = await member().call<{ quote: { id: string } }>("POST", `/merchant/shops/${shop}/quotes`, { purpose: "upgrade", plan: "shop", term_months: 1 })
        return {
          ask: () => member().call("POST", `/merchant/quotes/${body.quote.id}/acceptance`, {}),
          stands: async () => ({ upgrades: await count("rent_invoice where lease_id = $1 and purpose = 'upgrade' and state = 'open'", [lease]), taken: await count("rent_quote where id = $1 and invoice_id is not null", [body.quote.id]) }),
          as: { upgrades: 1, taken: 1 },
        }
      },
    },
    "unused rent is credited": {
      workflow: "pasaj-credit-rent-invoice",
      prepare: async () => {
        const { invoice } = await aPaidLease()
        return {
          ask: () => ground().operator.call("POST", `/admin/invoices/${invoice}/credit-note`, { reason: "the shop burnt down" }),
          stands: async () => ({
            ...(await rentOf(invoice)), notes: await count("rent_credit_note where invoice_id = $1", [invoice]),
            given: await count("ledger_journal j join rent_credit_note n on j.key = 'rent:' || n.id || ':credit' where n.invoice_id = $1", [invoice]),
          }),
          as: { ...rentPaidOnce, lease: "ended", notes: 1, given: 1 },
        }
      },
    },
  }
}
