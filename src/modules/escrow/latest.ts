import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"

/**
 * A clock that has stepped back behind what already happened to a parcel or its window changes neither: a balance at a past
 * moment stays what it was. Asked last, in the transaction of the change, so that whoever loses a race is told who won.
 * @throws clock_goes_back
 */
export async function mustNotGoBack(manager: SqlManager, parcelId: string, at: Instant): Promise<void> {
  const [row] = await manager.execute<{ latest: string | null }>(
    `select greatest(p.handed_over_at, p.delivered_at, (select max(h.at) from escrow_history h where h.row_id in (p.id, w.id))) as latest
     from escrow_parcel p left join consent_window w on w.parcel_id = p.id where p.id = ?`,
    [parcelId],
  )
  const latest = row?.latest ? instantOf(row.latest) : null
  if (latest !== null && at < latest) refuse("clock_goes_back", { now: latest, at })
}
