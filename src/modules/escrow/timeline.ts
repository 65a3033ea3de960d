import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"

/** One move of a life, or a capture that brought money. */
export type TimelineEvent = { at: Instant; life: string; subject: string; event: string; to: string | null; by: string; for: string | null; minor: number | null }

/** The moves of the given rows (shop orders, parcels, holds, windows), the first one first. */
export async function movesOf(manager: SqlManager, rowIds: string[]): Promise<TimelineEvent[]> {
  const rows = await manager.execute<Omit<TimelineEvent, "at" | "minor"> & { at: string }>(
    `select at, machine as life, row_id as subject, event, to_state as "to", actor_type as by, actor_for as "for"
     from escrow_history where row_id = any(array[?]::text[]) order by at, id`,
    [rowIds],
  )
  return rows.map((row) => ({ ...row, at: instantOf(row.at), minor: null }))
}

/** What each capture of an order brought to the given holds. */
export async function sharesOf(manager: SqlManager, orderId: string, holdIds: string[]): Promise<(TimelineEvent & { hold_id: string })[]> {
  const rows = await manager.execute<{ at: string; capture_id: string; account: string; minor: string }>(
    `select c.funded_at as at, c.capture_id, share->>'account' as account, share->>'minor' as minor
     from escrow_capture c cross join lateral jsonb_array_elements(c.shares) as share
     where c.order_id = ? and share->>'account' = any(array[?]::text[]) order by c.funded_at, c.capture_id`,
    [orderId, holdIds.map((id) => `hold:${id}`)],
  )
  return rows.map(({ at, capture_id, account, minor }) => ({
    at: instantOf(at), life: "payment", subject: capture_id, event: "capture", to: null, by: "system", for: null, minor: minorOf(minor), hold_id: account.slice("hold:".length),
  }))
}

/** The windows of parcels: their moves are the parcels' own story. */
export async function windowsOf(manager: SqlManager, parcelIds: string[]): Promise<Map<string, string>> {
  const rows = await manager.execute<{ id: string; parcel_id: string }>("select id, parcel_id from consent_window where parcel_id = any(array[?]::text[])", [parcelIds])
  return new Map(rows.map((row) => [row.id, row.parcel_id]))
}
