import { generateEntityId } from "@medusajs/framework/utils"

import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { system } from "../../domain/actor"
import { addDays, dayOf, startOfDay, type Day } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { MonthKind } from "../../domain/jalali"
import { display, money, type Money } from "../../domain/money"
import { nextPeriod, rentPaid, type Period } from "../../domain/rent-period"
import { invoiceMachine, invoiceNumber, leaseMachine, type InvoiceState } from "../../domain/rental"
import type { Moment } from "./leases"

/** Money that a provider has taken for an invoice. */
export type RentPayment = { invoice_id: string; paid: Money; provider_id: string; payment_id: string }
export type StartedPayment = { invoice_id: string; payment_collection_id: string }

type InvoiceRow = {
  id: string; state: InvoiceState; fiscal_year: number; sequence: number; lease_id: string; plan_version_id: string; term_months: number
  currency: string; net_minor: string; tax_minor: string; total_minor: string
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

/**
 * Takes a provider's money for an invoice: the invoice is paid, the lease gets its period and is active, and the journal
 * is posted, together. Paying a paid invoice again changes nothing and answers the same.
 * @returns the invoice's lease
 * @throws invoice_not_found, invoice_void, payment_amount_wrong
 */
export async function payInvoice(manager: SqlManager, payment: RentPayment, { at, zone }: Moment): Promise<string> {
  const [invoice] = await manager.execute<InvoiceRow>("select * from rent_invoice where id = ? for update", [payment.invoice_id])
  if (!invoice) refuse("invoice_not_found", { id: payment.invoice_id })
  if (invoice.state === "paid") return invoice.lease_id
  const number = invoiceNumber(invoice.fiscal_year, invoice.sequence)
  if (invoice.state === "void") refuse("invoice_void", { number })
  const total = money(minorOf(invoice.total_minor), invoice.currency)
  if (payment.paid.minor !== total.minor || payment.paid.currency !== total.currency) {
    refuse("payment_amount_wrong", { wanted: display(total), got: display(payment.paid) })
  }

  await appendPeriod(manager, invoice, { at, zone })
  await moveWithin(manager, { table: "rent_invoice", history, machine: invoiceMachine, ids: [invoice.id], event: "pay", at, actor: bookkeeper })
  await manager.execute(
    "update rent_invoice set provider_id = ?, payment_id = ?, paid_at = ?::timestamptz, look_at = null where id = ?",
    [payment.provider_id, payment.payment_id, at, invoice.id],
  )
  const [net, tax] = [money(minorOf(invoice.net_minor), total.currency), money(minorOf(invoice.tax_minor), total.currency)]
  await postWithin(manager, [rentPaid({ id: invoice.id, number, net, tax }, payment.provider_id)], at)
  return invoice.lease_id
}

/** Appends the paid term to the lease and makes it active; its shop is told by the caller, or by the repair a minute later. */
async function appendPeriod(manager: SqlManager, invoice: InvoiceRow, { at, zone }: Moment): Promise<void> {
  const [lease] = await manager.execute<{ months: MonthKind }>("select months from shop_lease where id = ? for update", [invoice.lease_id])
  if (!lease) refuse("lease_not_found", { id: invoice.lease_id })
  const [last] = await manager.execute<Period>(
    `select starts_on::text, ends_on::text, anchored_on::text, anchored_months from lease_period
     where lease_id = ? order by ends_on desc, id desc limit 1`,
    [invoice.lease_id],
  )
  const day = dayOf(at, zone)
  const period = nextPeriod(last ?? null, day, invoice.term_months, lease.months, await firstUnearned(manager, invoice.currency, day))
  await manager.execute(
    `insert into lease_period (id, lease_id, plan_version_id, invoice_id, begins_at, starts_on, ends_on, anchored_on, anchored_months, currency, price_minor)
     values (?, ?, ?, ?, ?::timestamptz, ?::date, ?::date, ?::date, ?, ?, ?)`,
    [
      generateEntityId(undefined, "lper"), invoice.lease_id, invoice.plan_version_id, invoice.id,
      startOfDay(period.starts_on, zone), period.starts_on, period.ends_on, period.anchored_on, period.anchored_months, invoice.currency, invoice.net_minor,
    ],
  )
  await manager.execute(
    `update shop_lease set plan_version_id = ?, ends_on = ?::date, due_at = ?::timestamptz, changes = changes + 1,
       tell_at = clock_timestamp() + interval '1 minute' where id = ?`,
    [invoice.plan_version_id, period.ends_on, startOfDay(period.ends_on, zone), invoice.lease_id],
  )
  await moveWithin(manager, { table: "shop_lease", history, machine: leaseMachine, ids: [invoice.lease_id], event: "pay", at, actor: bookkeeper })
}

/**
 * The first day of which no rent is in the books yet. The row stays shared until this transaction ends: a day is earned
 * only when no payment that may belong to it is still on its way.
 */
async function firstUnearned(manager: SqlManager, currency: string, day: Day): Promise<Day> {
  await manager.execute("insert into rent_earning (currency, earned_through) values (?, ?::date) on conflict do nothing", [currency, addDays(day, -1)])
  const [row] = await manager.execute<{ day: Day }>("select (earned_through + 1)::text as day from rent_earning where currency = ? for share", [currency])
  return row?.day ?? day
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
