import { generateEntityId } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import { dayOf } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { next } from "../../domain/machine"
import { giveBack } from "../../domain/rent-change"
import { leaseMachine } from "../../domain/rental"
import { firstUnearned } from "./earning"
import { addPeriod, cutPeriods, leaseRow, periodsOf, scheduleLease, type Moment } from "./lease-rows"

/** `reference` says which wrong was righted, such as a decision's id: the same one gives its days once. */
export type LostDays = { days: number; reason: string; reference: string }

/**
 * Gives a lease the days back that a suspension found wrong has cost it: it ends so many days later, for the same money. An
 * ended one lives again for them, unless its shop has another lease by now.
 * @returns whether the days were given; not, when they were before
 * @throws lease_not_found, bad_days, wrong_state (never paid), lease_already_exists
 */
export async function giveDaysBack(manager: SqlManager, leaseId: string, { days, reason, reference }: LostDays, actor: Actor, moment: Moment): Promise<boolean> {
  const { at, zone } = moment
  const lease = await leaseRow(manager, leaseId, "for update")
  const noted = await manager.execute(
    `insert into lease_lost_days (id, lease_id, days, reference, reason, author, at) values (?, ?, ?, ?, ?, ?, ?::timestamptz)
     on conflict on constraint lease_lost_days_reference do nothing returning id`,
    [generateEntityId(undefined, "lost"), leaseId, days, reference, reason, actor.id, at],
  )
  if (noted.length === 0) return false
  if (lease.state === "ended") {
    const others = await manager.execute("select id from shop_lease where shop_id = ? and state <> 'ended'", [lease.shop_id])
    if (others.length > 0) refuse("lease_already_exists", { shop_id: lease.shop_id })
  }
  const periods = await periodsOf(manager, leaseId)
  const currency = periods[0]?.price.currency ?? refuse("wrong_state", { machine: "lease", state: "never paid", event: "give_back" })
  const day = await firstUnearned(manager, currency, dayOf(at, zone), "for share")
  const back = giveBack(periods, day, days)
  await cutPeriods(manager, back.cuts)
  for (const period of back.periods) await addPeriod(manager, leaseId, period, zone)
  await scheduleLease(manager, leaseId, moment, next(leaseMachine, lease.state, "give_back"))
  await moveWithin(manager, { table: "shop_lease", history: "rental_history", machine: leaseMachine, ids: [leaseId], event: "give_back", at, actor, reason })
  return true
}
