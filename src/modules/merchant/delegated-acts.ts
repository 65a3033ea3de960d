import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { mustBeLive } from "../../domain/delegation"
import { delegationBy } from "./delegations"

export type NewAct = { method: string; path: string; what: string; said: unknown }
export type Act = NewAct & { id: string; delegation_id: string; operator_id: string; merchant_id: string; shop_id: string; at: Instant; status: number | null; code: string | null }

/**
 * Writes down what an operator is about to do for a merchant, while the assignment cannot end: once it has ended, no act
 * is admitted any more.
 * @returns the act's id. @throws delegation_not_found, delegation_not_begun, delegation_expired, delegation_ended
 */
export async function admitAct(manager: SqlManager, delegationId: string, act: NewAct, at: Instant): Promise<string> {
  await manager.execute("select id from shop_delegation where id = ? for share", [delegationId])
  const delegation = await delegationBy(manager, delegationId)
  mustBeLive(delegation, at)
  const [row] = await manager.execute<{ id: string }>(
    `insert into delegation_act (delegation_id, merchant_id, shop_id, operator_id, method, path, what, said, at)
     values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::timestamptz) returning id`,
    [delegationId, delegation.merchant_id, delegation.shop_id, delegation.operator_id, act.method, act.path, act.what, JSON.stringify(act.said), at],
  )
  return String(row?.id)
}

/** Writes down how an act ended, once. */
export const noteOutcome = (manager: SqlManager, actId: string, status: number, code: string | null): Promise<unknown> =>
  manager.execute("insert into delegation_act_outcome (act_id, status, code) values (?::bigint, ?, ?) on conflict (act_id) do nothing", [actId, status, code])

/** The acts under an assignment, the newest first; `after` is the last act already seen. */
export async function actsOf(manager: SqlManager, delegationId: string, limit: number, after?: string): Promise<Act[]> {
  const rows = await manager.execute<Act>(
    `select a.id, a.delegation_id, a.operator_id, a.merchant_id, a.shop_id, a.method, a.path, a.what, coalesce(a.said, '{}'::jsonb) as said, a.at, o.status, o.code
     from delegation_act a left join delegation_act_outcome o on o.act_id = a.id
     where a.delegation_id = ? and a.id < ?::bigint order by a.id desc limit ?`,
    [delegationId, after ?? "9223372036854775807", limit],
  )
  return rows.map((row) => ({ ...row, id: String(row.id), at: instantOf(row.at) }))
}
