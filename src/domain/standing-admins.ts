import type { DelegablePermission } from "./delegation"
import { refuse } from "./errors"

/** An operator who stands by to be a new shop's general admin, as merchants are told of it. */
export type StandingAdmin = { id: string; name: string }

/** What each new shop gets by itself (K14): one of these operators, in this scope, for so many days. An empty list gives nobody. */
export type StandingAdmins = { general_admins: StandingAdmin[]; general_admin_scope: DelegablePermission[]; general_admin_days: number }

/** What assignments by hand may not outlast, those of the list may not either. @throws general_admin_days_too_many */
export function mustFitDelegations({ general_admin_days, delegation_days }: { general_admin_days: number; delegation_days: number }): void {
  if (general_admin_days > delegation_days) refuse("general_admin_days_too_many", { days: general_admin_days, most: delegation_days })
}

/** Of the operators the one with the fewest live assignments, by id where several have as few; null when there are none. */
export function leastBusy(admins: StandingAdmin[], live: ReadonlyMap<string, number>): StandingAdmin | null {
  const busy = ({ id }: StandingAdmin): number => live.get(id) ?? 0
  return admins.reduce<StandingAdmin | null>((least, each) => {
    if (least === null || busy(each) < busy(least)) return each
    return busy(each) === busy(least) && each.id < least.id ? each : least
  }, null)
}

/** How an assignment was over. */
export const endings = ["time_over", "by_merchant", "by_operator"] as const
export type Ending = (typeof endings)[number]

/** @param endedBy the kind of whoever ended it; null when nobody did and its time was over */
export const endingOf = (endedBy: string | null): Ending => (endedBy === null ? "time_over" : endedBy === "member" ? "by_merchant" : "by_operator")
