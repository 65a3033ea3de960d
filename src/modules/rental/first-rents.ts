import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"

/** When each of the merchants began to rent, on trial or paid; those that never did are absent. */
export async function firstRents(manager: SqlManager, merchantIds: string[]): Promise<{ merchant_id: string; at: Instant }[]> {
  const rows = await manager.execute<{ merchant_id: string; at: Instant }>(
    `select l.merchant_id, min(h.at) as at from shop_lease l join rental_history h on h.row_id = l.id and h.machine = 'lease' and h.to_state in ('trial', 'active')
     where l.merchant_id = any(array[?]::text[]) group by l.merchant_id`,
    [merchantIds],
  )
  return rows.map((row) => ({ ...row, at: instantOf(row.at) }))
}
