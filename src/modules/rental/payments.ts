import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { system } from "../../domain/actor"
import { dayOf } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { refuse } from "../../domain/errors"
import { display, money, type Money } from "../../domain/money"
import { changeOf } from "../../domain/rent-change"
import { rentPaid } from "../../domain/rent-period"
import { invoiceNumber } from "../../domain/rent-policy"
import { invoiceMachine, leaseMachine, type InvoicePurpose, type InvoiceState } from "../../domain/rental"
import { firstUnearned } from "./earning"
import { changeMoney } from "./figures"
import { addPeriod, cutPeriods, lockInvoiceAndLease, periodsOf, scheduleLease, type LeaseRow, type Moment } from "./lease-rows"

/** Money that a provider has taken for an invoice. */
export type RentPayment = { invoice_id: string; paid: Money; provider_id: string; payment_id: string }
export type StartedPayment = { invoice_id: string; payment_collection_id: string }

type InvoiceRow = {
  id: string; state: InvoiceState; fiscal_year: number; sequence: number; lease_id: string; merchant_id: string; plan_version_id: string
  purpose: InvoicePurpose; term_months: number; currency: string
  price_minor: string; credit_minor: string; net_minor: string; tax_minor: string; total_minor: string
}

const history = "rental_history"
const bookkeeper = system("bookkeeper")

/**
 * Notes, before any money moves, where an invoice is being paid. Of two who start at once both get the first one's. A
 * payment that stops on its way is a matter of processes, not of rules, so when to look for its money is real time.
 * @returns the payment collection to pay into; null when the invoice is no longer open
 */
export async function startPayment(manager: SqlManager, invoiceId: string, collectionId: string): Promise<string | null> {
  const [row] = await manager.execute<{ payment_collection_id: string }>(
    `update rent_invoice set payment_collection_id = coalesce(payment_collection_id, ?),
       payment_started_at = clock_timestamp(), look_at = clock_timestamp() + interval '1 minute', updated_at = now()
     where id = ? and state = 'open' returning payment_collection_id`,
    [collectionId, invoiceId],
  )
  return row?.payment_collection_id ?? null
}

/** Where the money of an invoice comes from: a provider, the merchant's balance, a bank account, or nowhere (credit, coupon). */
export type Source = { paid: Money } & (
  | { by: "provider"; provider_id: string; payment_id: string }
  | { by: "bank"; bank: string; payment_id: string }
  | { by: "balance" | "credit" }
)

/** Takes a provider's money for an invoice. @returns the invoice's lease. @throws invoice_not_found, invoice_void, payment_amount_wrong */
export const payInvoice = (manager: SqlManager, { invoice_id, paid, provider_id, payment_id }: RentPayment, moment: Moment): Promise<string> =>
  settleInvoice(manager, invoice_id, { by: "provider", paid, provider_id, payment_id }, moment)

/**
 * Takes money for an invoice: the invoice is paid, the lease gets its period and is active, and the journal is posted,
 * together. Paying a paid invoice again changes nothing and answers the same.
 * @returns the invoice's lease
 * @throws invoice_not_found, invoice_void, payment_amount_wrong, account_overdrawn (a balance that does not hold it)
 */
export async function settleInvoice(manager: SqlManager, invoiceId: string, source: Source, { at, zone }: Moment): Promise<string> {
  const lease = await lockInvoiceAndLease(manager, invoiceId)
  const [invoice] = await manager.execute<InvoiceRow>(
    `select id, state, fiscal_year, sequence, lease_id, merchant_id, plan_version_id, purpose, term_months, currency, price_minor, credit_minor,
       net_minor, tax_minor, total_minor from rent_invoice where id = ?`,
    [invoiceId],
  )
  if (!invoice) refuse("invoice_not_found", { id: invoiceId })
  if (invoice.state === "paid") return invoice.lease_id
  const number = invoiceNumber(invoice.fiscal_year, invoice.sequence)
  if (invoice.state === "void") refuse("invoice_void", { number })
  const total = money(minorOf(invoice.total_minor), invoice.currency)
  if (source.paid.minor !== total.minor || source.paid.currency !== total.currency) {
    refuse("payment_amount_wrong", { wanted: display(total), got: display(source.paid) })
  }

  await changeLease(manager, lease, invoice, { at, zone })
  // Paid another way, a payment that was begun at a provider is still looked after: its money may come.
  await manager.execute("update rent_invoice set look_at = case when ? then null else look_at end, expire_at = null where id = ?", [source.by === "provider", invoice.id])
  await moveWithin(manager, { table: "rent_invoice", history, machine: invoiceMachine, ids: [invoice.id], event: "pay", at, actor: bookkeeper })
  await manager.execute(
    "update rent_invoice set provider_id = ?, payment_id = ?, paid_by = ?, paid_at = ?::timestamptz where id = ?",
    ["provider_id" in source ? source.provider_id : null, "payment_id" in source ? source.payment_id : null, source.by, at, invoice.id],
  )
  const [net, tax] = [money(minorOf(invoice.net_minor), total.currency), money(minorOf(invoice.tax_minor), total.currency)]
  if (total.minor > 0) await postWithin(manager, [rentPaid({ id: invoice.id, number, net, tax }, accountOf(source, invoice.merchant_id))], at)
  return invoice.lease_id
}

/** @throws payment_amount_wrong for money that comes from nowhere */
function accountOf(source: Source, merchantId: string): string {
  if (source.by === "provider") return account.gateway(source.provider_id)
  if (source.by === "bank") return account.bank(source.bank)
  return source.by === "balance" ? account.payable(merchantId) : refuse("payment_amount_wrong", { wanted: display(source.paid), got: "nothing" })
}

/** What the payment does to the lease, as the rules say: what runs is cut for an upgrade, the paid term is appended, the lease is active. */
async function changeLease(manager: SqlManager, lease: LeaseRow, invoice: InvoiceRow, moment: Moment): Promise<void> {
  const day = await firstUnearned(manager, invoice.currency, dayOf(moment.at, moment.zone), "for share")
  const figures = { ...invoice, price_minor: minorOf(invoice.price_minor), credit_minor: minorOf(invoice.credit_minor), net_minor: minorOf(invoice.net_minor), tax_minor: minorOf(invoice.tax_minor) }
  const terms = { purpose: invoice.purpose, term_months: invoice.term_months, months: lease.months, ...changeMoney(figures) }
  const { cuts, period } = changeOf(terms, await periodsOf(manager, lease.id), day)
  await cutPeriods(manager, cuts)
  await addPeriod(manager, lease.id, { ...period, plan_version_id: invoice.plan_version_id, invoice_id: invoice.id }, moment.zone)
  // Whoever pays for more stays, and what was planned for the next term has happened, or something else has.
  await manager.execute(
    "update shop_lease set policy_version = (select max(version) from rent_policy), leaving = false, planned_plan = null, planned_term = null, renewal_refused = null where id = ?",
    [lease.id],
  )
  await scheduleLease(manager, lease.id, moment, "active")
  await moveWithin(manager, { table: "shop_lease", history, machine: leaseMachine, ids: [lease.id], event: "pay", at: moment.at, actor: bookkeeper })
}

/**
 * Claims payments that were started and not finished, by setting when to look again: two who look get different ones, and
 * one that was abandoned is left alone as long again as it has waited, so that it costs ever less.
 */
export async function claimLooks(manager: SqlManager, limit: number): Promise<StartedPayment[]> {
  return manager.execute<StartedPayment>(
    `update rent_invoice set look_at = clock_timestamp() + greatest(clock_timestamp() - payment_started_at, interval '1 minute'), updated_at = now()
     where id in (select id from rent_invoice where look_at <= clock_timestamp() order by look_at, id limit ? for update skip locked)
     returning id as invoice_id, payment_collection_id`,
    [limit],
  )
}
