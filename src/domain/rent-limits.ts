import { refuse } from "./errors"
import { planFeatures, planLimits, type PlanFeatures, type PlanLimits } from "./rental"

/** What a lease in force grants. */
export type Granted = { limits: PlanLimits; features: PlanFeatures }
export type LimitName = (typeof planLimits)[number]

const larger = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : Math.max(a, b))

/**
 * What a merchant's leases grant together: of each limit the most generous, and every feature that one of them has.
 * @returns null when there is no lease
 */
export function mostGenerous(granted: Granted[]): Granted | null {
  const [first, ...others] = granted
  if (!first) return null
  return others.reduce(
    (all, each) => ({
      limits: Object.fromEntries(planLimits.map((name) => [name, larger(all.limits[name], each.limits[name])])) as PlanLimits,
      features: Object.fromEntries(planFeatures.map((name) => [name, all.features[name] || each.features[name]])) as PlanFeatures,
    }),
    first,
  )
}

/** How many more of `name` fit beside `count`; never below zero, null is without limit. */
export function roomLeft(limits: PlanLimits, name: LimitName, count: number): number | null {
  const most = limits[name]
  return most === null ? null : Math.max(0, most - count)
}

/**
 * Lets pass what the plan allows: `count` is how many there would be. What a lease has too many of already stays until its
 * own rule fits it; this judges only additions. @throws plan_limit_reached, which says what to do
 */
export function requireWithin(limits: PlanLimits, name: LimitName, count: number): void {
  const most = limits[name]
  if (most !== null && count > most) refuse("plan_limit_reached", { what: name, most })
}
