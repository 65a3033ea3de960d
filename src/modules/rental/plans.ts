import { instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import type { PlanTerms } from "../../domain/rental"

/** One priced edition of a plan, as plain JSON; `id` is the version's. */
export type PlanEdition = PlanTerms & {
  id: string; plan_id: string; number: number
  /** Null while it is a draft. */
  published_at: Instant | null
  available_from: Instant | null
  available_until: Instant | null
  retired_at: Instant | null
}

type Stamp = "published_at" | "available_from" | "available_until" | "retired_at"
type EditionRow = Omit<PlanEdition, Stamp> & Record<Stamp, string | null>

/** Editions that `where` finds, each with its prices. */
export async function editions(manager: SqlManager, where: string, params: unknown[] = []): Promise<PlanEdition[]> {
  const rows = await manager.execute<EditionRow>(
    `select v.id, v.plan_id, v.number, v.name, v.currency, v.tax_basis_points, v.trial_days, v.features, v.limits,
       v.published_at, v.available_from, v.available_until, v.retired_at, p.code, v.tier,
       (select jsonb_agg(jsonb_build_object('term_months', r.term_months, 'price_minor', r.price_minor) order by r.term_months)
        from rent_price r where r.version_id = v.id) as prices
     from rent_plan_version v join rent_plan p on p.id = v.plan_id
     where ${where}`,
    params,
  )
  return rows.map((row) => ({
    ...row, prices: row.prices ?? [], published_at: instantOrNull(row.published_at), retired_at: instantOrNull(row.retired_at),
    available_from: instantOrNull(row.available_from), available_until: instantOrNull(row.available_until),
  }))
}

/** Published, begun, not over and not replaced: of each plan that is one edition at most. */
const ON_OFFER = `
  v.published_at is not null and v.available_from <= ?::timestamptz and coalesce(v.available_until > ?::timestamptz, true) and coalesce(v.retired_at > ?::timestamptz, true)
`

/** The edition of each plan that is on offer at `at`, the most basic plan first. */
export const plansOnOffer = (manager: SqlManager, at: Instant): Promise<PlanEdition[]> =>
  editions(manager, `${ON_OFFER} order by v.tier, p.code, v.number`, [at, at, at])

/** @throws plan_not_found */
export async function planOnOffer(manager: SqlManager, code: string, at: Instant): Promise<PlanEdition> {
  const [found] = await editions(manager, `${ON_OFFER} and p.code = ? order by v.number desc limit 1`, [at, at, at, code])
  return found ?? refuse("plan_not_found", { code })
}

export const editionsOf = (manager: SqlManager, versionIds: string[]): Promise<PlanEdition[]> =>
  editions(manager, "v.id = any(array[?]::text[]) order by v.id", [versionIds])

/** Every edition ever written, drafts too, in the order of their ids; `after` is the last one already seen. */
export const editionsAfter = (manager: SqlManager, limit: number, after = ""): Promise<PlanEdition[]> =>
  editions(manager, "v.id > ? order by v.id limit ?", [after, limit])
