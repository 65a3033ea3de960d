import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { refuse } from "../../../domain/errors"
import { creditNoteNumber, invoiceNumber } from "../../../domain/rent-policy"
import { PASAJ_RENTAL } from "../../../modules/rental"
import { creditNotesOf, type CreditNote } from "../../../modules/rental/credit-notes"
import { offlinePaymentsOf, type OfflinePayment } from "../../../modules/rental/offline-payments"
import type { PlanEdition } from "../../../modules/rental/plans"
import type { Filter, Invoice, Lease } from "../../../modules/rental/reads"
import type RentalModuleService from "../../../modules/rental/service"
import { moneyOf } from "../../money-answer"
import type { BoughtPlan, LeaseAnswer } from "../shops/[id]/leases/contract"
import type { CreditNoteAnswer, InvoiceAnswer, OfflinePaymentAnswer } from "./contract"

type Editions = Map<string, PlanEdition>
const rentalOf = (container: MedusaContainer) => container.resolve<RentalModuleService>(PASAJ_RENTAL)
const payAction = (invoiceId: string) => ({ action: "pay", method: "POST" as const, path: `/merchant/invoices/${invoiceId}/payment` })

async function editionsFor(container: MedusaContainer, rows: { plan_version_id: string }[]): Promise<Editions> {
  const found = await rentalOf(container).editionsOf([...new Set(rows.map((row) => row.plan_version_id))])
  return new Map(found.map((each) => [each.id, each]))
}

function bought(editions: Editions, id: string): z.infer<typeof BoughtPlan> {
  const { code, name, number } = editions.get(id) ?? refuse("plan_not_found", { code: id })
  return { id, code, name, version: number }
}

export const creditNoteAnswer = ({ fiscal_year, sequence, currency, ...row }: CreditNote): z.infer<typeof CreditNoteAnswer> => ({
  id: row.id, number: creditNoteNumber(fiscal_year, sequence), invoice_id: row.invoice_id, kind: row.kind,
  net: moneyOf(row.net_minor, currency), tax: moneyOf(row.tax_minor, currency), total: moneyOf(row.total_minor, currency),
  reason: row.reason, issued_at: row.issued_at,
})

/** @param for_operator who decides, and is shown how */
export function offlinePaymentAnswer(row: OfflinePayment, for_operator = false): z.infer<typeof OfflinePaymentAnswer> {
  const { id, invoice_id, state, reference, paid_on, reported_at, bank, decided_at, refusal, to_balance } = row
  const decide = ["confirmation", "refusal"].map((act) => ({ action: act === "refusal" ? "refuse" : "confirm", method: "POST" as const, path: `/admin/rent-payments/${id}/${act}` }))
  return {
    id, invoice_id, state, amount: moneyOf(row.amount_minor, row.currency), reference, paid_on, reported_at, bank, decided_at, refusal, to_balance,
    next_actions: for_operator && state === "reported" ? decide : [],
  }
}

function invoiceAnswer(row: Invoice, editions: Editions, notes: CreditNote[], reports: OfflinePayment[]): z.infer<typeof InvoiceAnswer> {
  const { id, lease_id, shop_id, merchant_id, purpose, state, term_months, currency, issued_at, payable_until, paid_at, paid_by, provider_id } = row
  const of = (minor: number) => moneyOf(minor, currency)
  return {
    id, number: invoiceNumber(row.fiscal_year, row.sequence), lease_id, shop_id, merchant_id, purpose, state,
    plan: bought(editions, row.plan_version_id), term_months,
    price: of(row.price_minor), discount: of(row.discount_minor), credit: of(row.credit_minor), net: of(row.net_minor), tax: of(row.tax_minor), total: of(row.total_minor),
    issued_at, payable_until, paid_at, paid_by, provider_id,
    credit_notes: notes.filter((note) => note.invoice_id === id).map(creditNoteAnswer),
    offline_payments: reports.filter((report) => report.invoice_id === id).map((report) => offlinePaymentAnswer(report)),
    next_actions: state === "open" ? [payAction(id)] : [],
  }
}

function leaseAnswer(row: Lease, editions: Editions): z.infer<typeof LeaseAnswer> {
  const { id, shop_id, merchant_id, state, months, open_invoice_id, closes_at, trial, auto_renew, renewal_refused, leaving, planned_plan, planned_term } = row
  const again = { action: "rent", method: "POST" as const, path: `/merchant/shops/${shop_id}/leases` }
  const renew = { action: "renew", method: "POST" as const, path: `/merchant/leases/${id}/renewal` }
  return {
    id, shop_id, merchant_id, state, plan: bought(editions, row.plan_version_id), months, paid_until: row.ends_on, closes_at, trial, auto_renew, renewal_refused, leaving,
    next_term: planned_plan !== null && planned_term !== null ? { plan: planned_plan, term_months: planned_term } : null,
    periods: row.periods.map((period) => ({
      id: period.id, invoice_id: period.invoice_id, starts_on: period.starts_on, ends_on: period.ends_on, cut_on: period.cut_on,
      plan: bought(editions, period.plan_version_id), net: moneyOf(period.price_minor, period.currency),
    })),
    next_actions: open_invoice_id !== null ? [payAction(open_invoice_id)] : state === "ended" ? [again] : state === "past_due" ? [renew] : [],
  }
}

/** The invoices that `filter` finds, as their merchant sees them. */
export async function invoiceAnswers(container: MedusaContainer, filter: Filter): Promise<z.infer<typeof InvoiceAnswer>[]> {
  const rows = await rentalOf(container).invoices(filter)
  const ids = rows.map((row) => row.id)
  const [editions, notes, reports] = await Promise.all([
    editionsFor(container, rows),
    rentalOf(container).reading((manager) => creditNotesOf(manager, ids)),
    rentalOf(container).reading((manager) => offlinePaymentsOf(manager, ids)),
  ])
  return rows.map((row) => invoiceAnswer(row, editions, notes, reports))
}

/** The leases that `filter` finds, as their merchant sees them. */
export async function leaseAnswers(container: MedusaContainer, filter: Filter): Promise<z.infer<typeof LeaseAnswer>[]> {
  const rows = await rentalOf(container).leases(filter)
  const editions = await editionsFor(container, rows.flatMap((row) => [row, ...row.periods]))
  return rows.map((row) => leaseAnswer(row, editions))
}

/** One invoice of the allowed merchants. @throws invoice_not_found */
export async function findInvoice(container: MedusaContainer, id: string, merchant_ids: string[]): Promise<z.infer<typeof InvoiceAnswer>> {
  const [found] = await invoiceAnswers(container, { id, merchant_ids })
  return found ?? refuse("invoice_not_found", { id })
}

/** An invoice and its lease, after something was done to them. @throws invoice_not_found */
export async function invoiceAndLease(container: MedusaContainer, id: string, merchant_ids: string[]) {
  const invoice = await findInvoice(container, id, merchant_ids)
  const [lease] = await leaseAnswers(container, { id: invoice.lease_id })
  return { invoice, lease }
}
