import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { mustBeLive, mustBeTimely, type DelegablePermission, type DelegationFacts } from "../../domain/delegation"
import { refuse } from "../../domain/errors"
import { accessPolicy } from "./access-policy"
import { holdOpenShop } from "./closing"

export type Delegation = DelegationFacts & {
  id: string; merchant_id: string; shop_id: string; operator_id: string; operator_name: string
  reason: string; assigned_by: string; assigned_at: Instant; ended_by_type: string | null; ended_by_id: string | null; end_reason: string | null
}
export type Assignment = {
  shop_id: string; operator_id: string; operator_name: string; scope: DelegablePermission[]; from_at: Instant; until_at: Instant; reason: string; assigned_by: string
}
export type DelegationFilter = { id?: string; merchant_ids?: string[]; shop_id?: string; operator_id?: string; after?: string; limit: number }

const columns = `id, merchant_id, shop_id, operator_id, operator_name, scope, from_at, until_at, reason, assigned_by, assigned_at,
  ended_at, ended_by_type, ended_by_id, end_reason`

const delegationOf = (row: Delegation): Delegation => ({
  ...row,
  from_at: instantOf(row.from_at), until_at: instantOf(row.until_at), assigned_at: instantOf(row.assigned_at), ended_at: instantOrNull(row.ended_at),
})

/** The assignments that `filter` finds, the newest first. */
export async function delegationsOf(manager: SqlManager, { id, merchant_ids, shop_id, operator_id, after, limit }: DelegationFilter): Promise<Delegation[]> {
  const wanted: [string, unknown][] = [
    ...(id === undefined ? [] : [["id = ?", id] as [string, unknown]]),
    ...(merchant_ids === undefined ? [] : [["merchant_id = any(array[?]::text[])", merchant_ids] as [string, unknown]]),
    ...(shop_id === undefined ? [] : [["shop_id = ?", shop_id] as [string, unknown]]),
    ...(operator_id === undefined ? [] : [["operator_id = ?", operator_id] as [string, unknown]]),
    ...(after === undefined ? [] : [["id < ?", after] as [string, unknown]]),
  ]
  const where = wanted.map(([sql]) => sql).join(" and ")
  const rows = await manager.execute<Delegation>(
    `select ${columns} from shop_delegation ${where === "" ? "" : `where ${where}`} order by id desc limit ?`,
    [...wanted.map(([, value]) => value), limit],
  )
  return rows.map(delegationOf)
}

/** One assignment, of the merchants where they are named. @throws delegation_not_found */
export async function delegationBy(manager: SqlManager, id: string, merchantIds?: string[]): Promise<Delegation> {
  const [row] = await delegationsOf(manager, { id, limit: 1, ...(merchantIds === undefined ? {} : { merchant_ids: merchantIds }) })
  return row ?? refuse("delegation_not_found", { id })
}

/**
 * Assigns an operator to a shop for a time, its only general admin in it: the shop's row is held, so that of two
 * assignments at once the second sees the first (K14).
 * @returns the assignment's id. @throws shop_not_found, shop_closed, delegation_time_invalid, general_admin_assigned
 */
export async function assign(manager: SqlManager, assignment: Assignment, at: Instant): Promise<string> {
  const { shop_id, operator_id, operator_name, scope, from_at, until_at, reason, assigned_by } = assignment
  const { merchant_id } = await holdOpenShop(manager, shop_id)
  mustBeTimely({ from_at, until_at }, at, (await accessPolicy(manager)).delegation_days)
  const [other] = await manager.execute<{ id: string }>(
    "select id from shop_delegation where shop_id = ? and ended_at is null and from_at < ?::timestamptz and until_at > ?::timestamptz limit 1",
    [shop_id, until_at, from_at],
  )
  if (other) refuse("general_admin_assigned", { id: other.id })
  const id = generateEntityId(undefined, "gadm")
  await manager.execute(
    `insert into shop_delegation (id, merchant_id, shop_id, operator_id, operator_name, scope, from_at, until_at, reason, assigned_by, assigned_at)
     values (?, ?, ?, ?, ?, array[?]::text[], ?::timestamptz, ?::timestamptz, ?, ?, ?::timestamptz)`,
    [id, merchant_id, shop_id, operator_id, operator_name, [...new Set(scope)], from_at, until_at, reason, assigned_by, at],
  )
  return id
}

/**
 * Ends an assignment at once. It waits for acts that are being admitted, and none is admitted after it.
 * @throws delegation_not_found, delegation_expired, delegation_ended
 */
export async function endDelegation(manager: SqlManager, id: string, merchantIds: string[] | undefined, reason: string | null, at: Instant, actor: Actor): Promise<void> {
  await delegationBy(manager, id, merchantIds)
  await manager.execute("select id from shop_delegation where id = ? for update", [id])
  const facts = await delegationBy(manager, id, merchantIds)
  // One that has not begun yet is ended too: only its last instant and its end are too late.
  mustBeLive({ ...facts, from_at: at }, at)
  await manager.execute(
    "update shop_delegation set ended_at = ?::timestamptz, ended_by_type = ?, ended_by_id = ?, end_reason = ?, renew_at = null where id = ?",
    [at, actor.type, actor.id, reason, id],
  )
}
