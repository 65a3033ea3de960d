import type { SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import { dayOf } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { freeFrom } from "../../domain/rent-change"
import { leaseMachine } from "../../domain/rental"
import { firstUnearned } from "./earning"
import { cutPeriods, leaseRow, periodsOf, scheduleLease, type LeaseRow, type Moment } from "./lease-rows"

export type Ending = { reason: string; actor: Actor }

/** Ends a live lease today, for nothing of it is paid any more; its periods are cut already, and its times are computed anew. */
export async function endNow(manager: SqlManager, lease: LeaseRow, { reason, actor }: Ending, moment: Moment): Promise<void> {
  const event = lease.state === "past_due" ? "end" : "leave"
  await moveWithin(manager, { table: "shop_lease", history: "rental_history", machine: leaseMachine, ids: [lease.id], event, at: moment.at, actor, reason })
  await manager.execute("update shop_lease set leaving = true, planned_plan = null, planned_term = null, auto_renew = false where id = ?", [lease.id])
}

/**
 * Ends a lease as far as nothing was paid for it: a trial, a term that a coupon covered, days given back, or grace. It ends today,
 * or with the last term that money was paid for; a credit note is what gives money back.
 * @throws lease_not_found, lease_not_running, lease_was_paid
 */
export async function endFreeLease(manager: SqlManager, leaseId: string, ending: Ending, moment: Moment): Promise<void> {
  const lease = await leaseRow(manager, leaseId, "for update")
  if (lease.state === "ended" || lease.state === "awaiting_payment") refuse("lease_not_running", { id: leaseId })
  const periods = await periodsOf(manager, leaseId)
  const currency = periods[0]?.price.currency ?? refuse("lease_not_running", { id: leaseId })
  const day = await firstUnearned(manager, currency, dayOf(moment.at, moment.zone), "for share")
  const { cuts, whole } = freeFrom(periods, day)
  if (cuts.length === 0 && !whole) refuse("lease_was_paid", { id: leaseId })
  await cutPeriods(manager, cuts)
  if (whole) await endNow(manager, lease, ending, moment)
  await scheduleLease(manager, leaseId, moment)
}
