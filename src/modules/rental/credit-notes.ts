import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import { dayOf, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { money, type Money } from "../../domain/money"
import { cutFrom } from "../../domain/rent-change"
import { rentCredited } from "../../domain/rent-period"
import { creditNoteNumber, fiscalYearOf, invoiceNumber } from "../../domain/rent-policy"
import { invoiceMachine, leaseMachine, type InvoiceState } from "../../domain/rental"
import { releaseCoupon } from "./coupons"
import { firstUnearned } from "./earning"
import { endNow } from "./ending"
import { cutPeriods, lockInvoiceAndLease, periodsOf, scheduleLease, type LeaseRow, type Moment } from "./lease-rows"
import { rentPolicyInForce } from "./policy"

/** `void`: nothing had been paid. `unused`: the part of a paid term that was not used went back to the balance. */
export type CreditNote = {
  id: string; fiscal_year: number; sequence: number; invoice_id: string; lease_id: string; merchant_id: string; kind: "void" | "unused"
  currency: string; net_minor: number; tax_minor: number; total_minor: number; reason: string; issued_at: Instant
}

const history = "rental_history"
const columns = "id, fiscal_year, sequence, invoice_id, lease_id, merchant_id, kind, currency, net_minor, tax_minor, total_minor, reason, issued_at"
type Row = Omit<CreditNote, "net_minor" | "tax_minor" | "total_minor" | "issued_at"> & { net_minor: string; tax_minor: string; total_minor: string; issued_at: string }
const noteOf = (row: Row): CreditNote => ({
  ...row, net_minor: minorOf(row.net_minor), tax_minor: minorOf(row.tax_minor), total_minor: minorOf(row.total_minor), issued_at: instantOf(row.issued_at),
})

/** The credit notes of invoices, in the order in which they were issued. */
export async function creditNotesOf(manager: SqlManager, invoiceIds: string[]): Promise<CreditNote[]> {
  return (await manager.execute<Row>(`select ${columns} from rent_credit_note where invoice_id = any(array[?]::text[]) order by id`, [invoiceIds])).map(noteOf)
}

type InvoiceRow = {
  id: string; state: InvoiceState; lease_id: string; merchant_id: string; fiscal_year: number; sequence: number; currency: string; net_minor: string; tax_minor: string
}
type Wanted = { reason: string; actor: Actor }

/** Issues a note under the next number of its own series, taken in the same transaction: a refusal leaves no gap. */
async function insertNote(manager: SqlManager, invoice: InvoiceRow, kind: CreditNote["kind"], net: Money, tax: Money, { reason, actor }: Wanted, { at, zone }: Moment): Promise<CreditNote> {
  const { months } = await rentPolicyInForce(manager)
  const [row] = await manager.execute<Row>(
    `with counted as (
       insert into rent_credit_note_counter (fiscal_year, last) values (?, 1)
       on conflict (fiscal_year) do update set last = rent_credit_note_counter.last + 1, updated_at = now() returning fiscal_year, last
     )
     insert into rent_credit_note (id, fiscal_year, sequence, invoice_id, lease_id, merchant_id, kind, currency, net_minor, tax_minor, total_minor, reason, author, issued_at)
     select ?, fiscal_year, last, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz from counted returning ${columns}`,
    [
      fiscalYearOf(dayOf(at, zone), months), generateEntityId(undefined, "rcn"), invoice.id, invoice.lease_id, invoice.merchant_id, kind,
      net.currency, net.minor, tax.minor, net.minor + tax.minor, reason, actor.id, at,
    ],
  )
  if (!row) throw new Error("An insert returns its row.")
  return noteOf(row)
}

async function lockInvoice(manager: SqlManager, id: string): Promise<{ invoice: InvoiceRow; lease: LeaseRow }> {
  const lease = await lockInvoiceAndLease(manager, id)
  const [invoice] = await manager.execute<InvoiceRow>(
    "select id, state, lease_id, merchant_id, fiscal_year, sequence, currency, net_minor, tax_minor from rent_invoice where id = ?", [id],
  )
  return { invoice: invoice ?? refuse("invoice_not_found", { id }), lease }
}

/**
 * Withdraws an invoice that nobody paid: it is void by a credit note over all of it, its coupon is free again, and a lease that
 * only waited for it has ended. Not while a payment at a bank is reported: its money may be there. Safe twice.
 * @returns the note. @throws invoice_not_found, invoice_already_paid, invoice_payment_reported
 */
export async function voidInvoice(manager: SqlManager, id: string, wanted: Wanted, moment: Moment): Promise<CreditNote> {
  const { invoice, lease } = await lockInvoice(manager, id)
  const [before] = await creditNotesOf(manager, [id])
  if (invoice.state === "void" && before) return before
  const number = invoiceNumber(invoice.fiscal_year, invoice.sequence)
  if (invoice.state === "paid") refuse("invoice_already_paid", { number })
  const reported = await manager.execute("select id from rent_offline_payment where invoice_id = ? and state = 'reported'", [id])
  if (reported.length > 0) refuse("invoice_payment_reported", { number })
  await manager.execute("update rent_invoice set expire_at = null where id = ?", [id])
  await moveWithin(manager, { table: "rent_invoice", history, machine: invoiceMachine, ids: [id], event: "void", at: moment.at, actor: wanted.actor, reason: wanted.reason })
  await releaseCoupon(manager, id, moment.at)
  if (lease.state === "awaiting_payment") {
    await moveWithin(manager, { table: "shop_lease", history, machine: leaseMachine, ids: [lease.id], event: "withdraw", at: moment.at, actor: wanted.actor, reason: wanted.reason })
  }
  const [net, tax] = [money(minorOf(invoice.net_minor), invoice.currency), money(minorOf(invoice.tax_minor), invoice.currency)]
  return insertNote(manager, invoice, "void", net, tax, wanted, moment)
}

/**
 * Gives back what was not used of a paid invoice's term, with its tax, to the merchant's balance: the term ends today, and the
 * lease with it where nothing else is paid. What has been used stays earned.
 * @returns the note. @throws invoice_not_found, invoice_not_paid, nothing_to_credit (used up, credited, or carried into another term), later_term_paid
 */
export async function creditInvoice(manager: SqlManager, id: string, wanted: Wanted, moment: Moment): Promise<CreditNote> {
  const { at, zone } = moment
  const { invoice, lease } = await lockInvoice(manager, id)
  const number = invoiceNumber(invoice.fiscal_year, invoice.sequence)
  if (invoice.state !== "paid") refuse("invoice_not_paid", { number })
  const periods = await periodsOf(manager, lease.id)
  const day = await firstUnearned(manager, invoice.currency, dayOf(at, zone), "for share")
  const period = periods.find((each) => each.invoice_id === id && each.cut_on === null && each.ends_on > day)
  const [cut] = period ? cutFrom([period], day) : []
  if (!period || !cut || cut.credited.minor === 0) return refuse("nothing_to_credit", { number })
  if (periods.some((each) => each.cut_on === null && each.starts_on >= period.ends_on)) refuse("later_term_paid", { number })

  await cutPeriods(manager, [cut])
  const note = await insertNote(manager, invoice, "unused", cut.credited, cut.credited_tax, wanted, moment)
  await postWithin(manager, [rentCredited({ id: note.id, number: creditNoteNumber(note.fiscal_year, note.sequence), merchant_id: invoice.merchant_id, net: cut.credited, tax: cut.credited_tax })], at)
  const runs = lease.state === "active" || lease.state === "trial"
  if (runs && cut.cut_on <= day && period.starts_on <= day) await endNow(manager, lease, wanted, moment)
  await scheduleLease(manager, lease.id, moment)
  return note
}

/** Open invoices whose time to be paid is over, by id from the one after `after`. */
export async function expiredInvoices(manager: SqlManager, at: Instant, limit: number, after = ""): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>("select id from rent_invoice where expire_at <= ?::timestamptz and id > ? order by id limit ?", [at, after, limit])
  return rows.map((row) => row.id)
}

/** An invoice that is being paid is not withdrawn meanwhile: it is looked at again at `until`. */
export async function postponeExpiry(manager: SqlManager, id: string, until: Instant): Promise<void> {
  await manager.execute("update rent_invoice set expire_at = ?::timestamptz, updated_at = now() where id = ? and expire_at is not null", [until, id])
}

/** When the next open invoice expires. */
export async function nextExpiry(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(expire_at) as at from rent_invoice where expire_at is not null")
  return row?.at ? instantOf(row.at) : null
}
