import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"

/** When each of the merchants first had an account to be paid to; those without one are absent. */
export async function firstAccounts(manager: SqlManager, merchantIds: string[]): Promise<{ merchant_id: string; at: Instant }[]> {
  const rows = await manager.execute<{ merchant_id: string; at: Instant }>(
    "select merchant_id, min(verified_at) as at from payout_account where merchant_id = any(array[?]::text[]) and verified_at is not null group by merchant_id",
    [merchantIds],
  )
  return rows.map((row) => ({ ...row, at: instantOf(row.at) }))
}
