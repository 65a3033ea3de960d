import { generateEntityId } from "@medusajs/framework/utils"

import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { tariffOf, type PlanTerms } from "../../domain/rental"
import { editions, planOnOffer, type PlanEdition } from "./plans"

/** From when an edition is on offer, and until when; null is without end. */
export type Offer = { available_from: Instant; available_until: Instant | null }

/** The plan of a code, its row locked: two who write at once are one after the other. */
async function lockPlan(manager: SqlManager, code: string): Promise<string> {
  const [plan] = await manager.execute<{ id: string }>(
    `insert into rent_plan (id, code) values (?, ?) on conflict on constraint rent_plan_code do update set updated_at = now() returning id`,
    [generateEntityId(undefined, "plan"), code],
  )
  if (!plan) throw new Error("An upsert returns its row.")
  return plan.id
}

/**
 * Writes the draft of a plan's next edition; a plan has one draft at a time, and writing again replaces it. Nobody can rent by
 * it before it is published.
 * @returns the draft's id
 * @throws plan_without_price, term_price_invalid, term_dearer_than_shorter, tax_rate_invalid
 */
export async function draftPlan(manager: SqlManager, terms: PlanTerms): Promise<string> {
  const { code, tier, name, currency, tax_basis_points, trial_days, features, limits, prices } = tariffOf(terms)
  const plan = await lockPlan(manager, code)
  await manager.execute("delete from rent_price where version_id in (select id from rent_plan_version where plan_id = ? and published_at is null)", [plan])
  const [draft] = await manager.execute<{ id: string }>(
    `insert into rent_plan_version (id, plan_id, number, tier, name, currency, tax_basis_points, trial_days, features, limits)
     select ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb from rent_plan_version where plan_id = ? and published_at is not null
     on conflict (plan_id) where published_at is null do update set tier = excluded.tier, name = excluded.name, currency = excluded.currency,
       tax_basis_points = excluded.tax_basis_points, trial_days = excluded.trial_days, features = excluded.features, limits = excluded.limits, updated_at = now()
     returning id`,
    [generateEntityId(undefined, "planv"), plan, tier, name, currency, tax_basis_points, trial_days, JSON.stringify(features), JSON.stringify(limits), plan],
  )
  if (!draft) throw new Error("An upsert returns its row.")
  await manager.execute(
    "insert into rent_price (version_id, term_months, price_minor) select ?, * from unnest(array[?]::int[], array[?]::bigint[])",
    [draft.id, prices.map((price) => price.term_months), prices.map((price) => price.price_minor)],
  )
  return draft.id
}

/**
 * Puts a draft on offer, now or from a day on; what was on offer until then is retired at that instant, and leases keep what
 * they bought. Publishing a published edition changes nothing.
 * @throws plan_version_not_found, plan_offer_past, plan_offer_taken
 */
export async function publishDraft(manager: SqlManager, id: string, { available_from, available_until }: Offer, at: Instant): Promise<void> {
  const [row] = await manager.execute<{ plan_id: string; code: string }>(
    "select p.id as plan_id, p.code from rent_plan_version v join rent_plan p on p.id = v.plan_id where v.id = ?", [id],
  )
  if (!row) refuse("plan_version_not_found", { id })
  await lockPlan(manager, row.code)
  const [draft] = await manager.execute<{ published_at: string | null }>("select published_at from rent_plan_version where id = ?", [id])
  if (!draft || draft.published_at !== null) return
  if (available_from < at || (available_until !== null && available_until <= available_from)) refuse("plan_offer_past")
  const later = await manager.execute(
    `select id from rent_plan_version where plan_id = ? and published_at is not null and available_from >= ?::timestamptz
     and coalesce(retired_at > available_from, true) and available_from > ?::timestamptz`,
    [row.plan_id, available_from, at],
  )
  if (later.length > 0) refuse("plan_offer_taken")
  await manager.execute(
    `update rent_plan_version set retired_at = ?::timestamptz, updated_at = now()
     where plan_id = ? and published_at is not null and coalesce(retired_at > ?::timestamptz, true)`,
    [available_from, row.plan_id, available_from],
  )
  await manager.execute(
    "update rent_plan_version set published_at = ?::timestamptz, available_from = ?::timestamptz, available_until = ?::timestamptz, updated_at = now() where id = ?",
    [at, available_from, available_until, id],
  )
}

/**
 * Takes an edition off the offer; a draft is thrown away, and one that was to come leaves the offer as it was before. Leases
 * keep it. Safe twice.
 * @throws plan_version_not_found
 */
export async function retireEdition(manager: SqlManager, id: string, at: Instant): Promise<void> {
  const [found] = await editions(manager, "v.id = ?", [id])
  if (!found) refuse("plan_version_not_found", { id })
  await lockPlan(manager, found.code)
  if (found.published_at === null) {
    await manager.execute("delete from rent_price where version_id = ?", [id])
    await manager.execute("delete from rent_plan_version where id = ? and published_at is null", [id])
    return
  }
  if (found.available_from !== null && found.available_from > at && found.retired_at === null) {
    await manager.execute(
      "update rent_plan_version set retired_at = null, updated_at = now() where plan_id = ? and retired_at = ?::timestamptz and id <> ?",
      [found.plan_id, found.available_from, id],
    )
  }
  await manager.execute(
    "update rent_plan_version set retired_at = ?::timestamptz, updated_at = now() where id = ? and coalesce(retired_at > ?::timestamptz, true)", [at, id, at],
  )
}

/** Whether two editions say the same, whatever their numbers and dates. */
const saysTheSame = (a: PlanTerms, b: PlanTerms): boolean => changesBetween(a, b).length === 0

export type FieldChange = { field: string; before: string | null; after: string | null }

/** What an edition says otherwise than the one before it, field by field. */
export function changesBetween(before: PlanTerms | null, after: PlanTerms): FieldChange[] {
  const flat = (terms: PlanTerms | null): Map<string, string> => new Map(terms === null ? [] : [
    ["name", terms.name], ["tier", String(terms.tier)], ["currency", terms.currency], ["tax_basis_points", String(terms.tax_basis_points)], ["trial_days", String(terms.trial_days)],
    ...Object.entries(terms.features).map(([name, has]): [string, string] => [`features.${name}`, String(has)]),
    ...Object.entries(terms.limits).map(([name, limit]): [string, string] => [`limits.${name}`, String(limit ?? "none")]),
    ...terms.prices.map(({ term_months, price_minor }): [string, string] => [`prices.${term_months}`, String(price_minor)]),
  ])
  const [old, now] = [flat(before), flat(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((change) => change.before !== change.after)
}

/**
 * Publishes a plan at once; the same content as the edition on offer answers that one.
 * @returns the id of the edition now on offer, and whether it is new
 */
export async function publishPlan(manager: SqlManager, terms: PlanTerms, at: Instant): Promise<{ id: string; published: boolean }> {
  const wanted = tariffOf(terms)
  await lockPlan(manager, wanted.code)
  const now = await planOnOffer(manager, wanted.code, at).catch(() => null)
  if (now && saysTheSame(now, wanted)) return { id: now.id, published: false }
  const id = await draftPlan(manager, wanted)
  await publishDraft(manager, id, { available_from: at, available_until: null }, at)
  return { id, published: true }
}

export type Preview = { changes: FieldChange[]; on_offer: PlanEdition | null; leases_keeping: number }

/** How an edition would stand beside the one on offer: what it says otherwise, and how many live leases keep another edition of the plan. */
export async function previewEdition(manager: SqlManager, id: string, at: Instant): Promise<Preview & { edition: PlanEdition }> {
  const [edition] = await editions(manager, "v.id = ?", [id])
  if (!edition) refuse("plan_version_not_found", { id })
  const on_offer = await planOnOffer(manager, edition.code, at).catch(() => null)
  const [kept] = await manager.execute<{ count: number }>(
    `select count(*)::int as count from shop_lease l join rent_plan_version v on v.id = l.plan_version_id
     where v.plan_id = ? and v.id <> ? and l.state in ('trial', 'active', 'past_due')`,
    [edition.plan_id, id],
  )
  return { edition, changes: changesBetween(on_offer, edition), on_offer, leases_keeping: kept?.count ?? 0 }
}
