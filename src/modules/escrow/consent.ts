import { instantOf, minorOf } from "../../adapters/columns"
import { failpoint } from "../../adapters/failpoint"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { system, type Actor } from "../../domain/actor"
import type { BusinessCalendar, Instant } from "../../domain/calendar"
import { releaseParcel } from "../../domain/custody-journals"
import { mustStillListen } from "../../domain/consent-window"
import { refuse } from "../../domain/errors"
import { consentWindowMachine, holdMachine, parcelMachine, shopOrderMachine, type ParcelState, type WindowState } from "../../domain/escrow"
import { mustNotGoBack } from "./latest"
import { deliver } from "./parcels"

const history = "escrow_history"

/**
 * The buyer records satisfaction with one parcel (K4). Before the carrier speaks, the buyer's word is also the evidence
 * of delivery. Window, parcel, hold, shop order and the release of the money are one transaction.
 * @throws row_not_found, wrong_state, consent_already_given, consent_window_closed, objection_open, clock_goes_back
 */
export async function consent(manager: SqlManager, parcelId: string, calendar: BusinessCalendar, at: Instant, actor: Actor): Promise<void> {
  // The window is read after the lock, in a statement of its own: one that waited would read it as it was before.
  const [parcel] = await manager.execute<{ state: ParcelState }>("select state from escrow_parcel where id = ? for update", [parcelId])
  if (!parcel) refuse("row_not_found", { machine: parcelMachine.name, id: parcelId })
  const [window] = await manager.execute<{ state: WindowState; due_at: string | null }>(
    "select state, due_at from consent_window where parcel_id = ?", [parcelId],
  )
  if (window) mustStillListen({ state: window.state, due_at: window.due_at && instantOf(window.due_at) }, parcelId, at)
  if (parcel.state === "handed_over") {
    await deliver(manager, { parcel_id: parcelId, delivered_at: at, evidence: "buyer", note: null }, calendar, at, actor)
  }
  await release(manager, [parcelId], "given", at, actor)
  await mustNotGoBack(manager, parcelId, at)
  failpoint("consent-before-commit")
}

/** Where a sweep stands in the order of due windows; as text, for an instant here may be finer than a millisecond. */
export type SweptTo = { due_at: string; parcel_id: string }
export type Swept = { released: number; to: SweptTo | null }

/**
 * Silence past the window is satisfaction (K4): releases up to `limit` parcels whose window is due at `at`, of those behind
 * `after`: without it, each call would walk again over what the calls before have closed. Two sweepers at once share the
 * work, for each skips what the other has locked.
 */
export async function lapseDue(manager: SqlManager, at: Instant, limit: number, after: SweptTo | null): Promise<Swept> {
  const due = await manager.execute<SweptTo>(
    `select p.id as parcel_id, w.due_at::text as due_at from consent_window w join escrow_parcel p on p.id = w.parcel_id
     where w.state = 'open' and w.due_at <= ?::timestamptz and (w.due_at, w.parcel_id) > (?::timestamptz, ?) and p.state = 'delivered'
     order by w.due_at, w.parcel_id limit ? for update of p, w skip locked`,
    [at, after?.due_at ?? "-infinity", after?.parcel_id ?? "", limit],
  )
  await release(manager, due.map((row) => row.parcel_id).sort(), "lapsed", at, system("consent-sweep"))
  return { released: due.length, to: due.at(-1) ?? null }
}

/** Two transactions at once keep the database and this process busy in turn; more would only wait for each other. */
const LANES = 2

/**
 * Sweeps all that is due, in lanes that skip what another has claimed, each chunk of `limit` in a transaction that `sweep`
 * opens. @returns how many parcels were released
 */
export async function sweepLapses(sweep: (after: SweptTo | null) => Promise<Swept>, limit: number): Promise<number> {
  const lane = async (): Promise<number> => {
    let [all, after]: [number, SweptTo | null] = [0, null]
    for (;;) {
      const { released, to } = await sweep(after)
      all += released
      if (released < limit) return all
      after = to
    }
  }
  const counts = await Promise.all(Array.from({ length: LANES }, lane))
  return counts.reduce((all, count) => all + count, 0)
}

const windowEvents = { given: "give", lapsed: "lapse", decided: "decide" } as const

/** Releases parcels, and finishes the holds and shop orders that wait for nothing more. */
export async function release(manager: SqlManager, parcelIds: string[], how: keyof typeof windowEvents, at: Instant, actor: Actor): Promise<void> {
  if (parcelIds.length === 0) return
  const event = windowEvents[how]
  const parcels = await manager.execute<{ id: string; hold_id: string; merchant_id: string; shop_order_id: string; currency: string; amount_minor: string; window_id: string }>(
    `select p.id, p.hold_id, p.merchant_id, p.shop_order_id, p.currency, p.amount_minor, w.id as window_id
     from escrow_parcel p join consent_window w on w.parcel_id = p.id where p.id = any(array[?]::text[]) order by p.id for update of p`,
    [parcelIds],
  )
  // Funding locks the hold before its account; so do we, lest the two wait for each other.
  await manager.execute("select id from escrow_hold where id = any(array[?]::text[]) order by id for update", [parcels.map((parcel) => parcel.hold_id)])
  const windows = parcels.map((parcel) => parcel.window_id)
  await moveWithin(manager, { table: "consent_window", history, machine: consentWindowMachine, ids: windows, event, at, actor, stamp: "closed_at" })
  await moveWithin(manager, { table: "escrow_parcel", history, machine: parcelMachine, ids: parcelIds, event: "release", at, actor })

  const journals = parcels
    .map((parcel) => ({ ...parcel, amount: { minor: minorOf(parcel.amount_minor), currency: parcel.currency } }))
    .filter((parcel) => parcel.amount.minor > 0) // a gift releases nothing
    .map((parcel) => releaseParcel(parcel, how))
  await postWithin(manager, journals, at)
  await finish(manager, [...new Set(parcels.map((parcel) => parcel.hold_id))], at, actor)
}

/** A hold whose whole amount has left in parcels is finished, and so is the shop order it was for. */
export async function finish(manager: SqlManager, holdIds: string[], at: Instant, actor: Actor): Promise<void> {
  const spent = await manager.execute<{ id: string; shop_order_id: string }>(
    `select h.id, h.shop_order_id from escrow_hold h where h.id = any(array[?]::text[]) and h.amount_minor = (
       select coalesce(sum(p.amount_minor), 0) from escrow_parcel p where p.hold_id = h.id and p.state in ('released', 'refunded', 'split'))
       and not exists (select from escrow_parcel p where p.hold_id = h.id and p.state in ('packed', 'handed_over', 'delivered', 'lost'))
     order by h.id for update`,
    [holdIds],
  )
  const paying = await manager.execute<{ id: string }>(
    "select id from escrow_hold where id = any(array[?]::text[]) and state = 'held' order by id for update",
    [spent.map((row) => row.id)],
  )
  await moveWithin(manager, { table: "escrow_hold", history, machine: holdMachine, ids: paying.map((row) => row.id), event: "finish", at, actor })
  const orders = await manager.execute<{ id: string }>(
    "select id from shop_order where id = any(array[?]::text[]) and state = 'delivered' order by id for update",
    [spent.map((row) => row.shop_order_id)],
  )
  await moveWithin(manager, { table: "shop_order", history, machine: shopOrderMachine, ids: orders.map((row) => row.id), event: "complete", at, actor })
}
