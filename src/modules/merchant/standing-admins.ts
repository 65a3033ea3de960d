import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { addToInstant, type Instant } from "../../domain/calendar"
import type { DelegablePermission } from "../../domain/delegation"
import { endingOf, leastBusy, type Ending } from "../../domain/standing-admins"
import { accessPolicy } from "./access-policy"

/** Who an assignment says has made it, where it was the access policy and no operator. */
export const BY_POLICY = "access-policy"

/** What a merchant is told of a new assignment. */
export type Assigned = { id: string; merchant_id: string; shop_id: string; operator_name: string; scope: DelegablePermission[]; from_at: Instant; until_at: Instant }

/** How many assignments each of the operators has that are not over at `at`. */
async function inHand(manager: SqlManager, operatorIds: string[], at: Instant): Promise<Map<string, number>> {
  const rows = await manager.execute<{ operator_id: string; live: number }>(
    `select operator_id, count(*)::int as live from shop_delegation
     where operator_id = any(array[?]::text[]) and ended_at is null and until_at > ?::timestamptz group by operator_id`,
    [operatorIds, at],
  )
  return new Map(rows.map(({ operator_id, live }) => [operator_id, live]))
}

/**
 * A shop that is being opened gets its general admin (K14): of those who stand by the one with the fewest assignments, in the
 * transaction that opens the shop. Shops opened at once take turns, so that each sees what the others were given.
 * @returns the assignment; null when nobody stands by
 */
export async function assignStanding(manager: SqlManager, shop: { id: string; merchant_id: string }, at: Instant): Promise<Assigned | null> {
  const { version, general_admins, general_admin_scope: scope, general_admin_days } = await accessPolicy(manager)
  if (general_admins.length === 0) return null
  await manager.execute("select pg_advisory_xact_lock(hashtext('pasaj-standing-general-admins'))")
  const admin = leastBusy(general_admins, await inHand(manager, general_admins.map(({ id }) => id), at))
  if (admin === null) return null
  const [id, until_at] = [generateEntityId(undefined, "gadm"), addToInstant(at, { days: general_admin_days })]
  await manager.execute(
    `insert into shop_delegation (id, merchant_id, shop_id, operator_id, operator_name, scope, from_at, until_at, reason, assigned_by, assigned_at, policy_version, renew_at)
     values (?, ?, ?, ?, ?, array[?]::text[], ?::timestamptz, ?::timestamptz, 'each shop has one from its first moment', ?, ?::timestamptz, ?, ?::timestamptz)`,
    [id, shop.merchant_id, shop.id, admin.id, admin.name, scope, at, until_at, BY_POLICY, at, version, until_at],
  )
  return { id, merchant_id: shop.merchant_id, shop_id: shop.id, operator_name: admin.name, scope, from_at: at, until_at }
}

/** When the time of the next assignment that the policy made is over. */
export async function nextStanding(manager: SqlManager): Promise<Instant | null> {
  const [row] = await manager.execute<{ at: string | null }>("select min(renew_at) as at from shop_delegation where renew_at is not null")
  return instantOrNull(row?.at ?? null)
}

/**
 * Claims assignments of the policy whose time is over, the shops' rows first as whoever assigns by hand does; what another process
 * holds is its own.
 */
async function claimOver(manager: SqlManager, at: Instant, most: number): Promise<string[]> {
  const due = await manager.execute<{ shop_id: string }>(
    "select shop_id from shop_delegation where renew_at <= ?::timestamptz order by renew_at, id limit ?", [at, most],
  )
  const shops = await manager.execute<{ id: string }>(
    "select id from pasaj_shop where id = any(array[?]::text[]) order by id for update skip locked", [due.map(({ shop_id }) => shop_id)],
  )
  const rows = await manager.execute<{ id: string }>(
    "select id from shop_delegation where shop_id = any(array[?]::text[]) and renew_at <= ?::timestamptz order by id for update", [shops.map(({ id }) => id), at],
  )
  return rows.map(({ id }) => id)
}

/**
 * Goes on with up to about `most` assignments of the policy whose time is over, from now on for as long as before: where the operator
 * still stands by, and the shop has no other. Of the others it takes note that they are over. An assignment that somebody has
 * ended is not among them. Safe twice, and from two processes at once.
 * @returns how many were looked at, and those that began
 */
export async function renewStanding(manager: SqlManager, at: Instant, most: number): Promise<{ looked_at: number; assigned: Assigned[] }> {
  const ids = await claimOver(manager, at, most)
  if (ids.length === 0) return { looked_at: 0, assigned: [] }
  const { version, general_admins, delegation_days } = await accessPolicy(manager)
  await manager.execute("update shop_delegation set renew_at = null where id = any(array[?]::text[])", [ids])
  const rows = await manager.execute<Assigned>(
    `insert into shop_delegation (id, merchant_id, shop_id, operator_id, operator_name, scope, from_at, until_at, reason, assigned_by, assigned_at, policy_version, renew_at)
     select n.id, d.merchant_id, d.shop_id, d.operator_id, a.name, d.scope, ?::timestamptz, t.until_at, d.reason, ?, ?::timestamptz, ?, t.until_at
     from unnest(array[?]::text[], array[?]::text[]) as n(was, id) join shop_delegation d on d.id = n.was
       join unnest(array[?]::text[], array[?]::text[]) as a(id, name) on a.id = d.operator_id
       cross join lateral (select ?::timestamptz + least(d.until_at - d.from_at, ?::int * interval '24 hours') as until_at) t
     where d.ended_at is null and not exists (
       select from shop_delegation o where o.shop_id = d.shop_id and o.ended_at is null and o.until_at > ?::timestamptz and o.from_at < t.until_at
     )
     returning id, merchant_id, shop_id, operator_name, scope, from_at, until_at`,
    [
      at, BY_POLICY, at, version, ids, ids.map(() => generateEntityId(undefined, "gadm")), general_admins.map(({ id }) => id), general_admins.map(({ name }) => name),
      at, delegation_days, at,
    ],
  )
  return { looked_at: ids.length, assigned: rows.map((row) => ({ ...row, from_at: instantOf(row.from_at), until_at: instantOf(row.until_at) })) }
}

export type Unaccompanied = {
  shop_id: string; merchant_id: string; handle: string; name: string
  last: { id: string; operator: { id: string; name: string }; over_at: Instant; ending: Ending } | null
}
type Row = { shop_id: string; merchant_id: string; handle: string; name: string; id: string | null; operator_id: string; operator_name: string; over_at: string; ended_by_type: string | null }

/** Shops that are not closed and have nobody at `at`, the oldest first (ids grow with time), and how their last assignment was over. */
export async function withoutGeneralAdmin(manager: SqlManager, at: Instant, limit: number, after = ""): Promise<Unaccompanied[]> {
  const rows = await manager.execute<Row>(
    `select s.id as shop_id, s.merchant_id, s.handle, s.name, l.id, l.operator_id, l.operator_name, l.over_at, l.ended_by_type
     from (
       select id, merchant_id, handle, name from pasaj_shop s where closed_at is null and id > ? and not exists (
         select from shop_delegation d where d.shop_id = s.id and d.ended_at is null and d.until_at > ?::timestamptz and d.from_at <= ?::timestamptz
       ) order by id limit ?
     ) s left join lateral (
       select d.id, d.operator_id, d.operator_name, coalesce(d.ended_at, d.until_at) as over_at, d.ended_by_type from shop_delegation d
       where d.shop_id = s.id and coalesce(d.ended_at, d.until_at) <= ?::timestamptz order by coalesce(d.ended_at, d.until_at) desc, d.id desc limit 1
     ) l on true order by s.id`,
    [after, at, at, limit, at],
  )
  return rows.map(({ shop_id, merchant_id, handle, name, id, operator_id, operator_name, over_at, ended_by_type }) => ({
    shop_id, merchant_id, handle, name,
    last: id === null ? null : { id, operator: { id: operator_id, name: operator_name }, over_at: instantOf(over_at), ending: endingOf(ended_by_type) },
  }))
}
