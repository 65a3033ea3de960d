import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { addToInstant, type Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"

/** Whoever waits for a lock, or asks a server whose clock is a little behind, comes after what it comes after: that is no step back. */
const APART_SECONDS = 60

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
  if (latest !== null && at < addToInstant(latest, { ms: -APART_SECONDS * 1_000 })) refuse("clock_goes_back", { now: latest, at })
}
