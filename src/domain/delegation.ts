import { addToInstant, type Instant } from "./calendar"
import { refuse } from "./errors"
import type { Permission } from "./merchant"

/** What a merchant's general admin may be allowed to do (K14): never money, never members, never rent. */
export const delegablePermissions = ["order.dispatch", "catalogue.manage", "shop.manage"] as const satisfies readonly Permission[]
export type DelegablePermission = (typeof delegablePermissions)[number]

/** What a route asks of a general admin's scope: a part of it, or no more than that there is an assignment. */
export type Delegable = DelegablePermission | "reading"

/** From when until when an operator may act for a shop's merchant, and in what. */
export type DelegationFacts = { scope: DelegablePermission[]; from_at: Instant; until_at: Instant; ended_at: Instant | null }
export const delegationStatuses = ["planned", "live", "expired", "ended"] as const
export type DelegationStatus = (typeof delegationStatuses)[number]

/** Derived from its times; at the very instant `until_at` it is over. */
export function delegationStatus({ from_at, until_at, ended_at }: DelegationFacts, at: Instant): DelegationStatus {
  if (ended_at !== null) return "ended"
  if (until_at <= at) return "expired"
  return at < from_at ? "planned" : "live"
}

/** @throws delegation_not_begun, delegation_expired, delegation_ended */
export function mustBeLive(facts: DelegationFacts, at: Instant): void {
  const status = delegationStatus(facts, at)
  if (status === "ended") refuse("delegation_ended")
  if (status === "expired") refuse("delegation_expired", { until_at: facts.until_at })
  if (status === "planned") refuse("delegation_not_begun", { from_at: facts.from_at })
}

/** Whether a route that asks for `needed` is open under an assignment. @throws delegation_scope_lacks */
export function mustCover({ scope }: Pick<DelegationFacts, "scope">, needed: Delegable): void {
  if (needed !== "reading" && !scope.includes(needed)) refuse("delegation_scope_lacks", { needed })
}

/** An assignment that could do nothing, or would outlast the access policy, is refused. @throws delegation_time_invalid */
export function mustBeTimely({ from_at, until_at }: Pick<DelegationFacts, "from_at" | "until_at">, at: Instant, days: number): void {
  if (until_at <= from_at || until_at <= at || until_at > addToInstant(from_at, { days })) refuse("delegation_time_invalid", { days })
}
