import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import type { CheckKind, CheckResult, CheckSubject } from "../../domain/verification-check"

export type NewCheck = {
  merchant_id: string
  kind: CheckKind
  subject: CheckSubject
  provider: string
  result: CheckResult
  reference: string | null
  note: string | null
}
export type Check = NewCheck & { id: string; asked_by: string; at: Instant }

/** Writes down what a service, or an operator, said about a merchant, and what exactly was checked. @returns its id */
export async function writeCheck(manager: SqlManager, check: NewCheck, at: Instant, actor: Actor): Promise<string> {
  const { merchant_id, kind, subject, provider, result, reference, note } = check
  const id = generateEntityId(undefined, "vchk")
  await manager.execute(
    `insert into verification_check (id, merchant_id, kind, subject, provider, result, reference, note, asked_by, at)
     values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?::timestamptz)`,
    [id, merchant_id, kind, JSON.stringify(subject), provider, result, reference, note, actor.id, at],
  )
  return id
}

/** A merchant's checks, the newest first. */
export async function checksOf(manager: SqlManager, merchantId: string, limit: number): Promise<Check[]> {
  const rows = await manager.execute<Check>(
    `select id, merchant_id, kind, subject, provider, result, reference, note, asked_by, at from verification_check
     where merchant_id = ? order by id desc limit ?`,
    [merchantId, limit],
  )
  return rows.map((row) => ({ ...row, at: instantOf(row.at) }))
}
