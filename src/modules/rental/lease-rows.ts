import { generateEntityId } from "@medusajs/framework/utils"

import { minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { dayOf, startOfDay, type Day, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { MonthKind } from "../../domain/jalali"
import { money } from "../../domain/money"
import { inForce, nextTurn, paidUntil, type Cut, type PaidPeriod, type Relaid } from "../../domain/rent-change"
import { leaseTimes } from "../../domain/rent-policy"
import type { LeaseState } from "../../domain/rental"
import { rentPolicyOf } from "./policy"

/** When, and on which marketplace's wall. */
export type Moment = { at: Instant; zone: string }

export type LeaseRow = {
  id: string; shop_id: string; merchant_id: string; plan_version_id: string; state: LeaseState; months: MonthKind; ends_on: Day | null
  auto_renew: boolean; leaving: boolean; planned_plan: string | null; planned_term: number | null; policy_version: number
  changes: number
}

const columns = "id, shop_id, merchant_id, plan_version_id, state, months, ends_on::text, auto_renew, leaving, planned_plan, planned_term, policy_version, changes"

/** A lease, locked when it is about to change. @throws lease_not_found */
export async function leaseRow(manager: SqlManager, id: string, lock: "for update" | "" = ""): Promise<LeaseRow> {
  const [row] = await manager.execute<LeaseRow>(`select ${columns} from shop_lease where id = ? ${lock}`, [id])
  return row ?? refuse("lease_not_found", { id })
}

/** Locks an invoice, and its lease before it: everybody takes them in this order. @throws invoice_not_found */
export async function lockInvoiceAndLease(manager: SqlManager, invoiceId: string): Promise<LeaseRow> {
  const [found] = await manager.execute<{ lease_id: string }>("select lease_id from rent_invoice where id = ?", [invoiceId])
  if (!found) refuse("invoice_not_found", { id: invoiceId })
  const lease = await leaseRow(manager, found.lease_id, "for update")
  await manager.execute("select id from rent_invoice where id = ? for update", [invoiceId])
  return lease
}

type PeriodRow = Omit<PaidPeriod, "price" | "tax"> & { currency: string; price_minor: string; tax_minor: string }

/** The periods of a lease, in the order in which they begin. */
export async function periodsOf(manager: SqlManager, leaseId: string): Promise<PaidPeriod[]> {
  const rows = await manager.execute<PeriodRow>(
    `select id, plan_version_id, invoice_id, starts_on::text, ends_on::text, anchored_on::text, anchored_months, cut_on::text, currency, price_minor, tax_minor
     from lease_period where lease_id = ? order by starts_on, id`,
    [leaseId],
  )
  return rows.map(({ currency, price_minor, tax_minor, ...row }) => ({
    ...row, price: money(minorOf(price_minor), currency), tax: money(minorOf(tax_minor), currency),
  }))
}

export async function cutPeriods(manager: SqlManager, cuts: Cut[]): Promise<void> {
  if (cuts.length === 0) return
  await manager.execute(
    `update lease_period p set cut_on = c.cut_on, credited_minor = c.credited, credited_tax_minor = c.tax, updated_at = now()
     from unnest(array[?]::text[], array[?]::date[], array[?]::bigint[], array[?]::bigint[]) as c(id, cut_on, credited, tax) where p.id = c.id`,
    [cuts.map((cut) => cut.period_id), cuts.map((cut) => cut.cut_on), cuts.map((cut) => cut.credited.minor), cuts.map((cut) => cut.credited_tax.minor)],
  )
}

export async function addPeriod(manager: SqlManager, leaseId: string, period: Relaid, zone: string): Promise<void> {
  await manager.execute(
    `insert into lease_period (id, lease_id, plan_version_id, invoice_id, begins_at, starts_on, ends_on, anchored_on, anchored_months, currency, price_minor, tax_minor)
     values (?, ?, ?, ?, ?::timestamptz, ?::date, ?::date, ?::date, ?, ?, ?, ?)`,
    [
      generateEntityId(undefined, "lper"), leaseId, period.plan_version_id, period.invoice_id, startOfDay(period.starts_on, zone),
      period.starts_on, period.ends_on, period.anchored_on, period.anchored_months, period.price.currency, period.price.minor, period.tax.minor,
    ],
  )
}

/**
 * Computes anew, after a lease's periods, state or plans have changed, all that follows from them: until when it is paid, when
 * its shop closes, and when to look at it again. Its shop is told by the caller, or by the duty a minute later.
 * @param becoming the state it is about to have: a lease runs only with its times, so that they are written first
 */
export async function scheduleLease(manager: SqlManager, leaseId: string, { at, zone }: Moment, becoming?: LeaseState): Promise<void> {
  const row = await leaseRow(manager, leaseId)
  const lease = { ...row, state: becoming ?? row.state }
  const periods = await periodsOf(manager, leaseId)
  const day = dayOf(at, zone)
  const ends_on = paidUntil(periods) ?? lease.ends_on
  if (ends_on === null) return
  const { grace_days, reminder_days, renewal_lead_days } = await rentPolicyOf(manager, lease.policy_version)
  const times = leaseTimes({ ...lease, ends_on, grace_days, reminder_days, renewal_lead_days }, at, zone)
  const turn = nextTurn(periods, day)
  const runs = lease.state === "active" || lease.state === "trial"
  const due_at = lease.state === "past_due" ? times.closes_at : !runs ? null : turn === null ? times.ends_at : startOfDay(turn, zone)
  await manager.execute(
    `update shop_lease set plan_version_id = ?, ends_on = ?::date, closes_at = ?::timestamptz, due_at = ?::timestamptz, remind_at = ?::timestamptz,
       renew_at = ?::timestamptz, changes = changes + 1, tell_at = clock_timestamp() + interval '1 minute', updated_at = now() where id = ?`,
    [
      inForce(periods, day)?.plan_version_id ?? lease.plan_version_id, ends_on, times.closes_at, due_at,
      runs ? times.remind_at : null, lease.state === "ended" ? null : times.renew_at, leaseId,
    ],
  )
}
