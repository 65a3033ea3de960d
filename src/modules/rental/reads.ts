import { instantOf, instantOrNull, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Day, Instant } from "../../domain/calendar"
import type { MonthKind } from "../../domain/jalali"
import type { InvoiceState, LeaseState } from "../../domain/rental"

/** Which rows to read: those that fit all that is said. `after` is the last id already seen. */
export type Filter = { id?: string; shop_id?: string; merchant_ids?: string[]; after?: string; limit?: number }

export type PaidPeriod = {
  id: string; plan_version_id: string; invoice_id: string | null; starts_on: Day; ends_on: Day; cut_on: Day | null; currency: string; price_minor: number
}
export type Lease = {
  id: string; shop_id: string; merchant_id: string; plan_version_id: string; state: LeaseState; months: MonthKind; ends_on: Day | null
  changes: number; open_invoice_id: string | null; periods: PaidPeriod[]
}
export type Invoice = {
  id: string; fiscal_year: number; sequence: number; lease_id: string; shop_id: string; merchant_id: string; plan_version_id: string
  purpose: "start" | "renew" | "upgrade"; state: InvoiceState; term_months: number; currency: string
  net_minor: number; tax_minor: number; total_minor: number; issued_at: Instant; paid_at: Instant | null
  payment_collection_id: string | null; provider_id: string | null; payment_id: string | null
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
  return manager.execute<Lease>(
    `select t.id, t.shop_id, t.merchant_id, t.plan_version_id, t.state, t.months, t.ends_on::text, t.changes,
       (select i.id from rent_invoice i where i.lease_id = t.id and i.state = 'open') as open_invoice_id,
       coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'plan_version_id', p.plan_version_id, 'invoice_id', p.invoice_id,
          'starts_on', p.starts_on, 'ends_on', p.ends_on, 'cut_on', p.cut_on, 'currency', p.currency, 'price_minor', p.price_minor)
          order by p.ends_on, p.id) from lease_period p where p.lease_id = t.id), '[]') as periods
     from shop_lease t ${sql}`,
    params,
  )
}

type InvoiceRow = Omit<Invoice, "net_minor" | "tax_minor" | "total_minor" | "issued_at" | "paid_at"> & {
  net_minor: string; tax_minor: string; total_minor: string; issued_at: string; paid_at: string | null
}

export async function invoices(manager: SqlManager, filter: Filter): Promise<Invoice[]> {
  const { sql, params } = conditions(filter)
  const rows = await manager.execute<InvoiceRow>(
    `select t.id, t.fiscal_year, t.sequence, t.lease_id, t.shop_id, t.merchant_id, t.plan_version_id, t.purpose, t.state, t.term_months,
       t.currency, t.net_minor, t.tax_minor, t.total_minor, t.issued_at, t.paid_at, t.payment_collection_id, t.provider_id, t.payment_id
     from rent_invoice t ${sql}`,
    params,
  )
  return rows.map((row) => ({
    ...row, net_minor: minorOf(row.net_minor), tax_minor: minorOf(row.tax_minor), total_minor: minorOf(row.total_minor),
    issued_at: instantOf(row.issued_at), paid_at: instantOrNull(row.paid_at),
  }))
}
