import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, instantOrNull, minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import { dayOf, type Day, type Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { refuse } from "../../domain/errors"
import { display, money } from "../../domain/money"
import { rentSurplus } from "../../domain/rent-period"
import { invoiceNumber } from "../../domain/rent-policy"
import { offlinePaymentMachine, type InvoiceState, type OfflinePaymentState } from "../../domain/rental"
import { lockInvoiceAndLease, type Moment } from "./lease-rows"
import { settleInvoice } from "./payments"

/** What a merchant says it has paid at a bank, until an operator has seen the money. */
export type OfflinePayment = {
  id: string; invoice_id: string; merchant_id: string; state: OfflinePaymentState; currency: string; amount_minor: number; reference: string; paid_on: Day
  reported_at: Instant; bank: string | null; decided_at: Instant | null; refusal: string | null
  /** Its invoice was not open any more: the money went to the merchant's balance. */
  to_balance: boolean
}

type Row = Omit<OfflinePayment, "amount_minor" | "reported_at" | "decided_at"> & { amount_minor: string; reported_at: string; decided_at: string | null }
const columns = "id, invoice_id, merchant_id, state, currency, amount_minor, reference, paid_on::text, reported_at, bank, decided_at, refusal, to_balance"
const paymentOf = (row: Row): OfflinePayment => ({
  ...row, amount_minor: minorOf(row.amount_minor), reported_at: instantOf(row.reported_at), decided_at: instantOrNull(row.decided_at),
})
const move = { table: "rent_offline_payment", history: "rental_history", machine: offlinePaymentMachine }

export type Report = { amount_minor: number; reference: string; paid_on: Day }

/**
 * A member reports that an invoice was paid at a bank. No money moves before an operator has confirmed it; until one has decided,
 * the invoice does not expire. Told again under the same reference it answers the same report.
 * @throws invoice_not_found, invoice_void, invoice_already_paid, payment_amount_wrong, payment_in_future, payment_already_reported
 */
export async function reportPayment(manager: SqlManager, invoiceId: string, report: Report, actor: Actor, { at, zone }: Moment): Promise<OfflinePayment> {
  const [invoice] = await manager.execute<{ state: InvoiceState; merchant_id: string; currency: string; total_minor: string; fiscal_year: number; sequence: number }>(
    "select state, merchant_id, currency, total_minor, fiscal_year, sequence from rent_invoice where id = ? for update", [invoiceId],
  )
  if (!invoice) refuse("invoice_not_found", { id: invoiceId })
  const number = invoiceNumber(invoice.fiscal_year, invoice.sequence)
  if (invoice.state === "void") refuse("invoice_void", { number })
  if (invoice.state === "paid") refuse("invoice_already_paid", { number })
  requireWhole(minorOf(invoice.total_minor), report.amount_minor, invoice.currency)
  if (report.paid_on > dayOf(at, zone)) refuse("payment_in_future", { paid_on: report.paid_on })
  const [waiting] = await manager.execute<Row>(`select ${columns} from rent_offline_payment where invoice_id = ? and state = 'reported'`, [invoiceId])
  if (waiting) return waiting.reference === report.reference && waiting.paid_on === report.paid_on ? paymentOf(waiting) : refuse("payment_already_reported", { number })
  const [row] = await manager.execute<Row>(
    `insert into rent_offline_payment (id, invoice_id, merchant_id, state, currency, amount_minor, reference, paid_on, reported_by, reported_at)
     values (?, ?, ?, ?, ?, ?, ?, ?::date, ?, ?::timestamptz) returning ${columns}`,
    [
      generateEntityId(undefined, "roff"), invoiceId, invoice.merchant_id, offlinePaymentMachine.initial, invoice.currency, report.amount_minor,
      report.reference, report.paid_on, actor.id, at,
    ],
  )
  if (!row) throw new Error("An insert returns its row.")
  await manager.execute("update rent_invoice set expire_at = null, updated_at = now() where id = ?", [invoiceId])
  return paymentOf(row)
}

function requireWhole(wanted: number, got: number, currency: string): void {
  if (wanted !== got) refuse("payment_amount_wrong", { wanted: display(money(wanted, currency)), got: display(money(got, currency)) })
}

/** A report, locked; its lease and invoice are locked first, as everywhere. @throws offline_payment_not_found */
async function lockReport(manager: SqlManager, id: string): Promise<OfflinePayment> {
  const [found] = await manager.execute<{ invoice_id: string }>("select invoice_id from rent_offline_payment where id = ?", [id])
  if (!found) refuse("offline_payment_not_found", { id })
  await lockInvoiceAndLease(manager, found.invoice_id)
  const [row] = await manager.execute<Row>(`select ${columns} from rent_offline_payment where id = ? for update`, [id])
  return row ? paymentOf(row) : refuse("offline_payment_not_found", { id })
}

export type Confirmation = { bank: string; amount_minor: number }

/**
 * An operator has seen the money in a bank account: the invoice is paid by it, also when its day is over. Where it was paid another
 * way meanwhile, what came goes to the merchant's balance. Confirmed again it changes nothing.
 * @returns the lease's id
 * @throws offline_payment_not_found, payment_amount_wrong, bank_reference_used, wrong_state
 */
export async function confirmPayment(manager: SqlManager, id: string, { bank, amount_minor }: Confirmation, actor: Actor, moment: Moment): Promise<string> {
  const report = await lockReport(manager, id)
  const [invoice] = await manager.execute<{ state: InvoiceState; lease_id: string; fiscal_year: number; sequence: number }>(
    "select state, lease_id, fiscal_year, sequence from rent_invoice where id = ?", [report.invoice_id],
  )
  if (!invoice) refuse("invoice_not_found", { id: report.invoice_id })
  if (report.state === "confirmed" && report.bank === bank) return invoice.lease_id
  requireWhole(report.amount_minor, amount_minor, report.currency)
  const [used] = await manager.execute("select id from rent_offline_payment where bank = ? and reference = ? and state = 'confirmed'", [bank, report.reference])
  if (used) refuse("bank_reference_used", { bank, bank_reference: report.reference })
  await moveDecided(manager, report, "confirm", actor, moment, bank, null)
  const paid = money(amount_minor, report.currency)
  if (invoice.state === "open") return settleInvoice(manager, report.invoice_id, { by: "bank", bank, payment_id: id, paid }, moment)
  await manager.execute("update rent_offline_payment set to_balance = true where id = ?", [id])
  const surplus = { id, number: invoiceNumber(invoice.fiscal_year, invoice.sequence), merchant_id: report.merchant_id, amount: paid }
  await postWithin(manager, [rentSurplus(surplus, account.bank(bank))], moment.at)
  return invoice.lease_id
}

/** The money has not come: the merchant reads why, and may report anew; an upgrade whose day is over expires. @throws offline_payment_not_found, wrong_state */
export async function refusePayment(manager: SqlManager, id: string, reason: string, actor: Actor, moment: Moment): Promise<OfflinePayment> {
  const report = await lockReport(manager, id)
  await moveDecided(manager, report, "refuse", actor, moment, null, reason)
  await manager.execute("update rent_invoice set expire_at = payable_until, updated_at = now() where id = ? and state = 'open'", [report.invoice_id])
  return lockReport(manager, id)
}

async function moveDecided(
  manager: SqlManager, { id }: OfflinePayment, event: "confirm" | "refuse", actor: Actor, { at }: Moment, bank: string | null, refusal: string | null,
): Promise<void> {
  // Said before the state moves: the table takes no confirmation without a bank.
  await manager.execute("update rent_offline_payment set bank = ?, decided_by = ?, refusal = ? where id = ? and state = 'reported'", [bank, actor.id, refusal, id])
  await moveWithin(manager, { ...move, ids: [id], event, at, actor, stamp: "decided_at", ...(refusal === null ? {} : { reason: refusal }) })
}

/** One report. @throws offline_payment_not_found */
export async function offlinePayment(manager: SqlManager, id: string): Promise<OfflinePayment> {
  const [row] = await manager.execute<Row>(`select ${columns} from rent_offline_payment where id = ?`, [id])
  return row ? paymentOf(row) : refuse("offline_payment_not_found", { id })
}

/** Reports by id: those of invoices, or the operators' queue of those that wait. */
export async function offlinePaymentsOf(manager: SqlManager, invoiceIds: string[]): Promise<OfflinePayment[]> {
  return (await manager.execute<Row>(`select ${columns} from rent_offline_payment where invoice_id = any(array[?]::text[]) order by id`, [invoiceIds])).map(paymentOf)
}
export async function waitingPayments(manager: SqlManager, limit: number, after = ""): Promise<OfflinePayment[]> {
  return (await manager.execute<Row>(`select ${columns} from rent_offline_payment where state = 'reported' and id > ? order by id limit ?`, [after, limit])).map(paymentOf)
}
