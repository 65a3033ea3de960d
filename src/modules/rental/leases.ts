import { generateEntityId } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import { dayOf, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { fiscalYearOf, invoiceMachine, leaseMachine, rentPolicy, rentQuote, type LeaseState } from "../../domain/rental"
import { planOnOffer, type PlanEdition } from "./plans"

/** When, and on which marketplace's wall. */
export type Moment = { at: Instant; zone: string }
export type Choice = { plan: string; term_months: number }
export type LeaseRequest = Choice & { shop_id: string; merchant_id: string }
export type TakenLease = { lease_id: string; invoice_id: string }

type Tenant = { lease_id: string; shop_id: string; merchant_id: string }
type Purpose = "start" | "renew"

/**
 * A shop takes a plan: its lease, awaiting payment, and the invoice, as one.
 * @throws plan_not_found, term_not_offered, lease_already_exists (also for the second of two at once), invoice_already_open
 */
export async function takeLease(manager: SqlManager, request: LeaseRequest, moment: Moment): Promise<TakenLease> {
  const { shop_id, merchant_id, plan, term_months } = request
  const edition = await planOnOffer(manager, plan)
  const lease_id = generateEntityId(undefined, "lease")
  const taken = await manager.execute(
    `insert into shop_lease (id, shop_id, merchant_id, plan_version_id, state, months) values (?, ?, ?, ?, ?, ?)
     on conflict (shop_id) where state <> 'ended' do nothing returning id`,
    [lease_id, shop_id, merchant_id, edition.id, leaseMachine.initial, rentPolicy.months],
  )
  if (taken.length === 0) refuse("lease_already_exists", { shop_id })
  const invoice_id = await issueInvoice(manager, { lease_id, shop_id, merchant_id }, edition, term_months, "start", moment)
  return { lease_id, invoice_id }
}

/**
 * Invoices a lease for a further term, on the plan's edition on offer: in time, in grace, or after its end, when paying
 * reactivates it.
 * @returns the invoice's id
 * @throws lease_not_found, plan_not_found, term_not_offered, invoice_already_open, lease_already_exists (another took its place)
 */
export async function renewLease(manager: SqlManager, leaseId: string, { plan, term_months }: Choice, moment: Moment): Promise<string> {
  const [lease] = await manager.execute<Tenant & { state: LeaseState }>(
    "select id as lease_id, shop_id, merchant_id, state from shop_lease where id = ? for update",
    [leaseId],
  )
  if (!lease) refuse("lease_not_found", { id: leaseId })
  const edition = await planOnOffer(manager, plan)
  const invoiceId = await issueInvoice(manager, lease, edition, term_months, "renew", moment)
  // A lease becomes live only through an invoice, and from here on the shop's open one is this: nobody can overtake.
  const others = await manager.execute("select id from shop_lease where shop_id = ? and id <> ? and state <> 'ended'", [lease.shop_id, leaseId])
  if (others.length > 0) refuse("lease_already_exists", { shop_id: lease.shop_id })
  return invoiceId
}

/** Issues an invoice under the next number of its fiscal year, taken in the same transaction: a refusal leaves no gap. */
async function issueInvoice(
  manager: SqlManager, tenant: Tenant, edition: PlanEdition, termMonths: number, purpose: Purpose, { at, zone }: Moment,
): Promise<string> {
  const { net, tax, total } = rentQuote(edition, termMonths)
  const rows = await manager.execute<{ id: string }>(
    `with counted as (
       insert into rent_invoice_counter (fiscal_year, last) values (?, 1)
       on conflict (fiscal_year) do update set last = rent_invoice_counter.last + 1, updated_at = now() returning fiscal_year, last
     )
     insert into rent_invoice (id, fiscal_year, sequence, lease_id, shop_id, merchant_id, plan_version_id, purpose, state, term_months,
       currency, price_minor, net_minor, tax_minor, total_minor, issued_at)
     select ?, fiscal_year, last, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz from counted
     on conflict (shop_id) where state = 'open' do nothing returning id`,
    [
      fiscalYearOf(dayOf(at, zone), rentPolicy), generateEntityId(undefined, "rinv"),
      tenant.lease_id, tenant.shop_id, tenant.merchant_id, edition.id, purpose, invoiceMachine.initial, termMonths,
      net.currency, net.minor, net.minor, tax.minor, total.minor, at,
    ],
  )
  return rows[0]?.id ?? refuse("invoice_already_open", { shop_id: tenant.shop_id })
}
