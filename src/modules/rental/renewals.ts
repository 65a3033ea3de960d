import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { dayOf, endOfDay, type Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { issueInvoice, type Buyer } from "./invoices"
import { leaseRow, type Moment } from "./lease-rows"
import { nextChoice } from "./leases"
import { settleInvoice } from "./payments"

export type Renewed = { invoice_id: string; shop_id: string; running: boolean }
export type DueRenewal = { id: string; merchant_id: string }

/** When the next lease is due to be renewed from its merchant's balance. */
export async function nextRenewal(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(renew_at) as at from shop_lease where renew_at is not null")
  return row?.at ? instantOf(row.at) : null
}

/** Leases due to be renewed, by id from the one after `after`: each is then claimed by whoever renews it. */
export const dueRenewals = (manager: SqlManager, at: Instant, limit: number, after = ""): Promise<DueRenewal[]> =>
  manager.execute<DueRenewal>("select id, merchant_id from shop_lease where renew_at <= ?::timestamptz and id > ? order by id limit ?", [at, after, limit])

/** A renewal that its merchant has asked for and not paid. `reported`: it says that it has paid at a bank. */
export type OpenRenewal = { invoice_id: string; fiscal_year: number; sequence: number; reported: boolean }

/** The unpaid renewal of a lease that is due to be renewed; null when it has none. */
export async function openRenewal(manager: SqlManager, leaseId: string, at: Instant): Promise<OpenRenewal | null> {
  const [row] = await manager.execute<OpenRenewal>(
    `select i.id as invoice_id, i.fiscal_year, i.sequence, exists (select from rent_offline_payment p where p.invoice_id = i.id and p.state = 'reported') as reported
     from rent_invoice i join shop_lease l on l.id = i.lease_id where i.lease_id = ? and i.state = 'open' and i.purpose = 'renew' and l.renew_at <= ?::timestamptz`,
    [leaseId, at],
  )
  return row ?? null
}

/**
 * Renews one lease from its merchant's balance, as its merchant allowed: by what was planned, else as it is. Invoice, payment and
 * period are one transaction, so that a refusal leaves no invoice and no gap in their numbers.
 * @returns the invoice, and whether nothing but the end of its time has changed for its shop: it was open, and its plan in force is the same; null
 * when another process has the lease, or it is not due any more
 * @throws account_overdrawn (the balance does not hold it), plan_not_found, term_not_offered, invoice_already_open
 */
export async function renewFromBalance(manager: SqlManager, id: string, moment: Moment, buyer: Buyer | null): Promise<Renewed | null> {
  const claimed = await manager.execute("select id from shop_lease where id = ? and renew_at <= ?::timestamptz for update skip locked", [id, moment.at])
  if (claimed.length === 0) return null
  const lease = await leaseRow(manager, id)
  const choice = await nextChoice(manager, lease)
  const wish = { ...choice, purpose: "renew", shop_id: lease.shop_id, merchant_id: lease.merchant_id, lease_id: id, coupon: null } as const
  const { invoice_id } = await issueInvoice(manager, wish, moment, { buyer })
  const [invoice] = await manager.execute<{ total_minor: string; currency: string }>("select total_minor, currency from rent_invoice where id = ?", [invoice_id])
  if (invoice) await settleInvoice(manager, invoice_id, { by: "balance", paid: money(minorOf(invoice.total_minor), invoice.currency) }, moment)
  const { plan_version_id } = await leaseRow(manager, id)
  return { invoice_id, shop_id: lease.shop_id, running: lease.state === "active" && plan_version_id === lease.plan_version_id }
}

/**
 * Notes why a lease could not be renewed; it is tried again the next day, as long as its shop is open.
 * @returns whether it was still due: not, when somebody else renewed it or noted as much
 */
export async function noteRenewalRefused(manager: SqlManager, id: string, code: string, { at, zone }: Moment): Promise<boolean> {
  const noted = await manager.execute(
    `update shop_lease set renewal_refused = ?, renew_at = case when ?::timestamptz < closes_at then ?::timestamptz end, updated_at = now()
     where id = ? and renew_at <= ?::timestamptz returning id`,
    [code, endOfDay(dayOf(at, zone), zone), endOfDay(dayOf(at, zone), zone), id, at],
  )
  return noted.length > 0
}
