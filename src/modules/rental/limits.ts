import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { mostGenerous, type Granted } from "../../domain/rent-limits"

/**
 * The edition in force of a live lease `l`: that of the last period begun by then. A renewal on another plan counts from
 * its first day on, grace goes on with the plan that ran out, and what was cut before it began never counts.
 */
const IN_FORCE = `
  select v.limits, v.features, v.tier from rent_plan_version v where v.id = coalesce(
    (select p.plan_version_id from lease_period p where p.lease_id = l.id and p.begins_at <= ?::timestamptz and (p.cut_on is null or p.cut_on > p.starts_on)
     order by p.begins_at desc, p.id desc limit 1),
    l.plan_version_id)
`
const LIVE = "l.state in ('trial', 'active', 'past_due')"

/** What the live lease of a shop grants at `at`, and the rank of its plan; null when it has none. */
export async function limitsOfShop(manager: SqlManager, shopId: string, at: Instant): Promise<(Granted & { tier: number }) | null> {
  const [row] = await manager.execute<Granted & { tier: number }>(
    `select g.limits, g.features, g.tier from shop_lease l cross join lateral (${IN_FORCE}) g where l.shop_id = ? and ${LIVE}`,
    [at, shopId],
  )
  return row ?? null
}

/** What the live leases of a merchant grant together at `at`, of each limit the most generous; null when it has none. */
export async function limitsOfMerchant(manager: SqlManager, merchantId: string, at: Instant): Promise<Granted | null> {
  const rows = await manager.execute<Granted>(
    `select distinct g.limits, g.features from shop_lease l cross join lateral (${IN_FORCE}) g where l.merchant_id = ? and ${LIVE}`,
    [at, merchantId],
  )
  return mostGenerous(rows)
}
