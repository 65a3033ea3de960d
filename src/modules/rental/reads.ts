import { instantOf, instantOrNull, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Day, Instant } from "../../domain/calendar"
import type { MonthKind } from "../../domain/jalali"
import type { InvoicePurpose, InvoiceState, LeaseState, Payer } from "../../domain/rental"
import type { Buyer } from "./invoices"

/** Which rows to read: those that fit all that is said. `after` is the last id already seen. */
export type Filter = { id?: string; shop_id?: string; merchant_ids?: string[]; after?: string; limit?: number }

export type PaidPeriod = {
  id: string; plan_version_id: string; invoice_id: string | null; starts_on: Day; ends_on: Day; cut_on: Day | null; currency: string; price_minor: number
  credited_minor: number
}
export type Lease = {
  id: string; shop_id: string; merchant_id: string; plan_version_id: string; state: LeaseState; months: MonthKind; ends_on: Day | null
  closes_at: Instant | null; auto_renew: boolean; renewal_refused: string | null; leaving: boolean; planned_plan: string | null; planned_term: number | null
  trial: boolean; changes: number; open_invoice_id: string | null; periods: PaidPeriod[]
}
export type Invoice = {
  id: string; fiscal_year: number; sequence: number; lease_id: string; shop_id: string; merchant_id: string; plan_version_id: string
  purpose: InvoicePurpose; state: InvoiceState; term_months: number; currency: string
  price_minor: number; discount_minor: number; credit_minor: number; net_minor: number; tax_minor: number; total_minor: number
  issued_at: Instant; payable_until: Instant | null; paid_at: Instant | null; paid_by: Payer | null
  payment_collection_id: string | null; provider_id: string | null; payment_id: string | null; buyer: Buyer | null; policy_version: number
}

/** The filter in SQL, for the table named `t`. */
function conditions({ id, shop_id, merchant_ids, after, limit }: Filter): { sql: string; params: unknown[] } {
  const parts: [string, unknown][] = []
  if (id !== undefined) parts.push(["t.id = ?", id])
  if (shop_id !== undefined) parts.push(["t.shop_id = ?", shop_id])
  if (merchant_ids !== undefined) parts.push(["t.merchant_id = any(array[?]::text[])", merchant_ids])
  if (after !== undefined) parts.push(["t.id > ?", after])
  const where = ["true", ...parts.map(([text]) => text)].join(" and ")
  return { sql: `where ${where} order by t.id limit ?`, params: [...parts.map(([, value]) => value), limit ?? 1_000] }
}

/** Leases with their periods, the first one first, and the invoice that waits to be paid. */
export async function leases(manager: SqlManager, filter: Filter): Promise<Lease[]> {
  const { sql, params } = conditions(filter)
  const rows = await manager.execute<Omit<Lease, "closes_at"> & { closes_at: string | null }>(
    `select t.id, t.shop_id, t.merchant_id, t.plan_version_id, t.state, t.months, t.ends_on::text, t.closes_at, t.auto_renew, t.renewal_refused,
       t.leaving, t.planned_plan, t.planned_term, t.trial, t.changes,
       (select i.id from rent_invoice i where i.lease_id = t.id and i.state = 'open') as open_invoice_id,
       coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'plan_version_id', p.plan_version_id, 'invoice_id', p.invoice_id,
          'starts_on', p.starts_on, 'ends_on', p.ends_on, 'cut_on', p.cut_on, 'currency', p.currency, 'price_minor', p.price_minor, 'credited_minor', p.credited_minor)
          order by p.starts_on, p.id) from lease_period p where p.lease_id = t.id), '[]') as periods
     from shop_lease t ${sql}`,
    params,
  )
  return rows.map((row) => ({ ...row, closes_at: instantOrNull(row.closes_at) }))
}

const amounts = ["price_minor", "discount_minor", "credit_minor", "net_minor", "tax_minor", "total_minor"] as const
type Amount = (typeof amounts)[number]
type InvoiceRow = Omit<Invoice, Amount | "issued_at" | "payable_until" | "paid_at"> & Record<Amount, string> & {
  issued_at: string; payable_until: string | null; paid_at: string | null
}

export async function invoices(manager: SqlManager, filter: Filter): Promise<Invoice[]> {
  const { sql, params } = conditions(filter)
  const rows = await manager.execute<InvoiceRow>(
    `select t.id, t.fiscal_year, t.sequence, t.lease_id, t.shop_id, t.merchant_id, t.plan_version_id, t.purpose, t.state, t.term_months,
       t.currency, ${amounts.map((name) => `t.${name}`).join(", ")}, t.issued_at, t.payable_until, t.paid_at, t.paid_by, t.payment_collection_id,
       t.provider_id, t.payment_id, t.buyer, t.policy_version
     from rent_invoice t ${sql}`,
    params,
  )
  return rows.map((row) => ({
    ...row, ...(Object.fromEntries(amounts.map((name) => [name, minorOf(row[name])])) as Record<Amount, number>),
    issued_at: instantOf(row.issued_at), payable_until: instantOrNull(row.payable_until), paid_at: instantOrNull(row.paid_at),
  }))
}
