import { planFeatures, planLimits, type PlanFeatures, type PlanLimits } from "./rental"

/** What a lease in force grants. */
export type Granted = { limits: PlanLimits; features: PlanFeatures }

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
