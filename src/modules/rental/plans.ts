import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { tariffOf, type PlanTerms } from "../../domain/rental"

/** One priced edition of a plan, as plain JSON; `id` is the version's. */
export type PlanEdition = PlanTerms & { id: string; plan_id: string; number: number; published_at: Instant; retired_at: Instant | null }

type EditionRow = Omit<PlanEdition, "published_at" | "retired_at"> & { published_at: string; retired_at: string | null }

/** Published editions that `where` finds, the most basic plan first. */
async function editions(manager: SqlManager, where: string, params: unknown[] = []): Promise<PlanEdition[]> {
  const rows = await manager.execute<EditionRow>(
    `select v.id, v.plan_id, v.number, v.name, v.currency, v.tax_basis_points, v.features, v.limits, v.published_at, v.retired_at, p.code, p.tier,
       (select jsonb_agg(jsonb_build_object('term_months', r.term_months, 'price_minor', r.price_minor) order by r.term_months)
        from rent_price r where r.version_id = v.id) as prices
     from rent_plan_version v join rent_plan p on p.id = v.plan_id
     where v.published_at is not null and ${where}`,
    params,
  )
  return rows.map((row) => ({
    ...row, published_at: instantOf(row.published_at), retired_at: instantOrNull(row.retired_at),
  }))
}

export const plansOnOffer = (manager: SqlManager): Promise<PlanEdition[]> => editions(manager, "v.retired_at is null order by p.tier, p.code, v.number")

/** @throws plan_not_found */
export async function planOnOffer(manager: SqlManager, code: string): Promise<PlanEdition> {
  const [found] = await editions(manager, "v.retired_at is null and p.code = ? order by v.number desc limit 1", [code])
  return found ?? refuse("plan_not_found", { code })
}

export const editionsOf = (manager: SqlManager, versionIds: string[]): Promise<PlanEdition[]> =>
  editions(manager, "v.id = any(array[?]::text[]) order by v.id", [versionIds])

/** Every edition ever published, in the order of their ids; `after` is the last one already seen. */
export const editionsAfter = (manager: SqlManager, limit: number, after = ""): Promise<PlanEdition[]> =>
  editions(manager, "v.id > ? order by v.id limit ?", [after, limit])

/**
 * Publishes a plan: a new edition takes the place of the one on offer, unless it says the same. The plan's row is locked
 * by its upsert, so that two who publish at once are one after the other.
 * @returns the id of the edition now on offer, and whether it is new
 */
export async function publishPlan(manager: SqlManager, terms: PlanTerms, at: Instant): Promise<{ id: string; published: boolean }> {
  const { code, tier, name, currency, tax_basis_points, features, limits, prices } = tariffOf(terms)
  const [plan] = await manager.execute<{ id: string }>(
    `insert into rent_plan (id, code, tier) values (?, ?, ?)
     on conflict on constraint rent_plan_code do update set tier = excluded.tier, updated_at = now() returning id`,
    [generateEntityId(undefined, "plan"), code, tier],
  )
  if (!plan) throw new Error("An upsert returns its row.")
  const content = [JSON.stringify(features), JSON.stringify(limits)]
  const [same] = await manager.execute<{ id: string }>(
    `select v.id from rent_plan_version v
     where v.plan_id = ? and v.published_at is not null and v.retired_at is null
       and v.name = ? and v.currency = ? and v.tax_basis_points = ? and v.features = ?::jsonb and v.limits = ?::jsonb
       and (select jsonb_object_agg(r.term_months, r.price_minor) from rent_price r where r.version_id = v.id) = ?::jsonb`,
    [plan.id, name, currency, tax_basis_points, ...content, JSON.stringify(Object.fromEntries(prices.map((price) => [price.term_months, price.price_minor])))],
  )
  if (same) return { id: same.id, published: false }

  const id = generateEntityId(undefined, "planv")
  await manager.execute(
    `insert into rent_plan_version (id, plan_id, number, name, currency, tax_basis_points, features, limits)
     select ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?::jsonb, ?::jsonb from rent_plan_version where plan_id = ?`,
    [id, plan.id, name, currency, tax_basis_points, ...content, plan.id],
  )
  await manager.execute(
    "insert into rent_price (version_id, term_months, price_minor) select ?, * from unnest(array[?]::int[], array[?]::bigint[])",
    [id, prices.map((price) => price.term_months), prices.map((price) => price.price_minor)],
  )
  await manager.execute(
    `update rent_plan_version set retired_at = ?::timestamptz, updated_at = now() where plan_id = ? and published_at is not null and retired_at is null`,
    [at, plan.id],
  )
  // Only now, for a published edition takes no price any more.
  await manager.execute("update rent_plan_version set published_at = ?::timestamptz, updated_at = now() where id = ?", [at, id])
  return { id, published: true }
}
