import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { BusinessCalendar, Instant } from "../../domain/calendar"
import { releaseParcel } from "../../domain/custody-journals"
import { consentWindowMachine, parcelMachine, type ParcelState, type WindowState } from "../../domain/escrow"
import { finish } from "./consent"
import { arrive, deliver } from "./parcels"

export type ClosedParcel = { parcel_id: string; kept_minor: number; refund_minor: number }
type Row = { id: string; state: ParcelState; amount_minor: string; currency: string; hold_id: string; merchant_id: string; whole: boolean }

const history = "escrow_history"
const reason = "all of it came back"

/**
 * Closes those of the parcels of which everything came back: what of their money was not given to the buyer is the
 * merchant's (O3), and the buyer has nothing more to answer. That it came back shows that it had arrived.
 */
export async function closeReturned(manager: SqlManager, refunds: Map<string, number>, calendar: BusinessCalendar, at: Instant, actor: Actor): Promise<ClosedParcel[]> {
  const rows = await manager.execute<Row>(
    `select p.id, p.state, p.amount_minor, p.currency, p.hold_id, p.merchant_id,
       not exists (select from escrow_parcel_item i where i.parcel_id = p.id and i.returned_quantity < i.quantity) as whole
     from escrow_parcel p where p.id = any(array[?]::text[]) order by p.id for update of p`,
    [[...refunds.keys()]],
  )
  const back = rows.filter((row) => row.whole)
  for (const row of back) await closeOne(manager, row, calendar, at, actor)
  return back.map((row) => ({ parcel_id: row.id, kept_minor: minorOf(row.amount_minor), refund_minor: refunds.get(row.id) ?? 0 }))
}

async function closeOne(manager: SqlManager, row: Row, calendar: BusinessCalendar, at: Instant, actor: Actor): Promise<void> {
  const { id, hold_id, merchant_id, currency } = row
  if (row.state !== "delivered") await deliver(manager, { parcel_id: id, delivered_at: at, evidence: "operator", note: reason }, calendar, at, actor)
  const [window] = await manager.execute<{ id: string; state: WindowState }>("select id, state from consent_window where parcel_id = ? for update", [id])
  const of = { history, at, actor, reason }
  const windows = { ...of, table: "consent_window", machine: consentWindowMachine, ids: window ? [window.id] : [] }
  if (window?.state === "open") await moveWithin(manager, { ...windows, event: "pause" })
  await moveWithin(manager, { ...windows, event: "decide", stamp: "closed_at" })
  const kept = minorOf(row.amount_minor)
  await moveWithin(manager, { ...of, table: "escrow_parcel", machine: parcelMachine, ids: [id], event: kept > 0 ? "split" : "refund" })
  if (kept > 0) await postWithin(manager, [releaseParcel({ id, hold_id, merchant_id, amount: { minor: kept, currency } }, "returned")], at)
  await arrive(manager, id, at, actor)
  await finish(manager, [hold_id], at, actor)
}
