import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { refuse } from "../../../domain/errors"
import { invoiceNumber } from "../../../domain/rental"
import { PASAJ_RENTAL } from "../../../modules/rental"
import type { PlanEdition } from "../../../modules/rental/plans"
import type { Filter, Invoice, Lease } from "../../../modules/rental/reads"
import type RentalModuleService from "../../../modules/rental/service"
import { moneyOf } from "../../money-answer"
import type { BoughtPlan, LeaseAnswer } from "../shops/[id]/leases/contract"
import type { InvoiceAnswer } from "./contract"

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

function invoiceAnswer(row: Invoice, editions: Editions): z.infer<typeof InvoiceAnswer> {
  const { id, lease_id, shop_id, merchant_id, purpose, state, term_months, currency, issued_at, paid_at, provider_id } = row
  return {
    id, number: invoiceNumber(row.fiscal_year, row.sequence), lease_id, shop_id, merchant_id, purpose, state,
    plan: bought(editions, row.plan_version_id), term_months,
    net: moneyOf(row.net_minor, currency), tax: moneyOf(row.tax_minor, currency), total: moneyOf(row.total_minor, currency),
    issued_at, paid_at, provider_id, next_actions: state === "open" ? [payAction(id)] : [],
  }
}

function leaseAnswer(row: Lease, editions: Editions): z.infer<typeof LeaseAnswer> {
  const { id, shop_id, merchant_id, state, months, open_invoice_id } = row
  const again = { action: "rent", method: "POST" as const, path: `/merchant/shops/${shop_id}/leases` }
  return {
    id, shop_id, merchant_id, state, plan: bought(editions, row.plan_version_id), months, paid_until: row.ends_on,
    periods: row.periods.map((period) => ({
      id: period.id, invoice_id: period.invoice_id, starts_on: period.starts_on, ends_on: period.ends_on, net: moneyOf(period.price_minor, period.currency),
    })),
    next_actions: open_invoice_id !== null ? [payAction(open_invoice_id)] : state === "ended" ? [again] : [],
  }
}

/** The invoices that `filter` finds, as their merchant sees them. */
export async function invoiceAnswers(container: MedusaContainer, filter: Filter): Promise<z.infer<typeof InvoiceAnswer>[]> {
  const rows = await rentalOf(container).invoices(filter)
  const editions = await editionsFor(container, rows)
  return rows.map((row) => invoiceAnswer(row, editions))
}

/** The leases that `filter` finds, as their merchant sees them. */
export async function leaseAnswers(container: MedusaContainer, filter: Filter): Promise<z.infer<typeof LeaseAnswer>[]> {
  const rows = await rentalOf(container).leases(filter)
  const editions = await editionsFor(container, rows)
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
