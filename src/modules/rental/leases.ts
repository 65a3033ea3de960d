import { generateEntityId } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import { addDays, dayOf } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { zero } from "../../domain/money"
import { lastOf } from "../../domain/rent-change"
import { leaseMachine } from "../../domain/rental"
import { firstUnearned } from "./earning"
import { issueInvoice, type Issued, type Terms } from "./invoices"
import { addPeriod, leaseRow, periodsOf, scheduleLease, type LeaseRow, type Moment } from "./lease-rows"
import { editionsOf, planOnOffer } from "./plans"
import { rentPolicyInForce } from "./policy"

export type Choice = { plan: string; term_months: number; coupon?: string | null }
export type LeaseRequest = Choice & { shop_id: string; merchant_id: string }
export type TakenLease = Issued

/**
 * A shop takes a plan: its lease, awaiting payment, and the invoice, as one.
 * @throws plan_not_found, term_not_offered, lease_already_exists (also for the second of two at once), invoice_already_open, coupon_not_valid, coupon_used_up
 */
export const takeLease = (manager: SqlManager, request: LeaseRequest, moment: Moment, terms: Terms = {}): Promise<TakenLease> =>
  issueInvoice(manager, { ...request, coupon: request.coupon ?? null, purpose: "start", lease_id: null }, moment, terms)

/**
 * Invoices a lease for a further term, on the plan's edition on offer: in time, in grace, or after its end, when paying
 * reactivates it. Another plan takes its turn when the paid time is over.
 * @returns the invoice's id
 * @throws lease_not_found, plan_not_found, term_not_offered, invoice_already_open, lease_already_exists (another took its place), lease_not_running
 */
export async function renewLease(manager: SqlManager, leaseId: string, { plan, term_months, coupon }: Choice, moment: Moment, terms: Terms = {}): Promise<string> {
  const { shop_id, merchant_id, state } = await leaseRow(manager, leaseId, "for update")
  if (state === "awaiting_payment") refuse("invoice_already_open", { shop_id })
  const wish = { purpose: "renew", shop_id, merchant_id, lease_id: leaseId, plan, term_months, coupon: coupon ?? null } as const
  return (await issueInvoice(manager, wish, moment, terms)).invoice_id
}

/** What a lease is renewed by when nobody says otherwise: what was planned, else the plan and the term it has. @throws plan_not_found */
export async function nextChoice(manager: SqlManager, lease: LeaseRow): Promise<{ plan: string; term_months: number }> {
  const last = lastOf(await periodsOf(manager, lease.id))
  const [edition] = await editionsOf(manager, [last?.plan_version_id ?? lease.plan_version_id])
  const [bought] = await manager.execute<{ term_months: number }>(
    "select term_months from rent_invoice where lease_id = ? and state = 'paid' order by id desc limit 1", [lease.id],
  )
  return { plan: lease.planned_plan ?? edition?.code ?? refuse("plan_not_found", { code: lease.plan_version_id }), term_months: lease.planned_term ?? bought?.term_months ?? 1 }
}

export type TrialRequest = { shop_id: string; merchant_id: string; plan: string }

/**
 * A merchant tries a plan in its first shop, for nothing and without an invoice. A lease that was never paid for is none.
 * @returns the lease's id
 * @throws plan_not_found, trial_not_offered, trial_already_had (also for the second of two at once), lease_already_exists, invoice_already_open
 */
export async function startTrial(manager: SqlManager, { shop_id, merchant_id, plan }: TrialRequest, { at, zone }: Moment): Promise<string> {
  const edition = await planOnOffer(manager, plan, at)
  if (edition.trial_days === 0) refuse("trial_not_offered", { plan })
  const policy = await rentPolicyInForce(manager)
  const [had] = await manager.execute(
    "select id from shop_lease l where merchant_id = ? and (trial or exists (select from lease_period p where p.lease_id = l.id)) limit 1", [merchant_id],
  )
  if (had) refuse("trial_already_had")
  const id = generateEntityId(undefined, "lease")
  const rows = await manager.execute(
    `insert into shop_lease (id, shop_id, merchant_id, plan_version_id, state, months, policy_version, trial) values (?, ?, ?, ?, ?, ?, ?, true)
     on conflict do nothing returning id`,
    [id, shop_id, merchant_id, edition.id, leaseMachine.initial, policy.months, policy.version],
  )
  if (rows.length === 0) {
    const [live] = await manager.execute("select id from shop_lease where shop_id = ? and state <> 'ended'", [shop_id])
    return live ? refuse("lease_already_exists", { shop_id }) : refuse("trial_already_had")
  }
  const [open] = await manager.execute("select id from rent_invoice where shop_id = ? and state = 'open'", [shop_id])
  if (open) refuse("invoice_already_open", { shop_id })

  const starts_on = await firstUnearned(manager, edition.currency, dayOf(at, zone), "for share")
  const ends_on = addDays(starts_on, edition.trial_days)
  const nothing = zero(edition.currency)
  await addPeriod(manager, id, { plan_version_id: edition.id, invoice_id: null, starts_on, ends_on, anchored_on: ends_on, anchored_months: 0, price: nothing, tax: nothing }, zone)
  const actor: Actor = { type: "member", id: merchant_id }
  await scheduleLease(manager, id, { at, zone }, "trial")
  await moveWithin(manager, { table: "shop_lease", history: "rental_history", machine: leaseMachine, ids: [id], event: "start_trial", at, actor })
  return id
}

/** What a merchant has decided about the end of its paid time. Null: nothing, and it is asked to renew. */
export type Plan = { leaving: true } | { leaving: false; plan: string; term_months: number } | null

/**
 * Plans what happens when the paid time is over: to leave, or to go on with another plan or term (a downgrade waits for the
 * term's end). Planned anew or taken back as often as one likes, until then.
 * @throws lease_not_found, lease_not_running, plan_not_found, term_not_offered
 */
export async function planEnd(manager: SqlManager, leaseId: string, plan: Plan, moment: Moment): Promise<void> {
  const lease = await leaseRow(manager, leaseId, "for update")
  if (lease.state !== "active" && lease.state !== "trial") refuse("lease_not_running", { id: leaseId })
  const change = plan?.leaving === false ? plan : null
  if (change) {
    const edition = await planOnOffer(manager, change.plan, moment.at)
    if (!edition.prices.some((price) => price.term_months === change.term_months)) refuse("term_not_offered", { term_months: change.term_months })
  }
  await manager.execute("update shop_lease set leaving = ?, planned_plan = ?, planned_term = ? where id = ?", [plan?.leaving === true, change?.plan ?? null, change?.term_months ?? null, leaseId])
  await scheduleLease(manager, leaseId, moment)
}

/** Whether a lease is renewed from the merchant's balance, when its time comes. @throws lease_not_found, lease_not_running */
export async function setAutoRenew(manager: SqlManager, leaseId: string, auto: boolean, moment: Moment): Promise<void> {
  const lease = await leaseRow(manager, leaseId, "for update")
  if (lease.state === "ended" || lease.state === "awaiting_payment") refuse("lease_not_running", { id: leaseId })
  await manager.execute("update shop_lease set auto_renew = ?, renewal_refused = null where id = ?", [auto, leaseId])
  await scheduleLease(manager, leaseId, moment)
}
