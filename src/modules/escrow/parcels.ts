import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { BusinessCalendar, Instant } from "../../domain/calendar"
import { remainingMs } from "../../domain/consent-window"
import { refuse } from "../../domain/errors"
import { consentWindowMachine, parcelMachine, shopOrderMachine, trackingCode, type ShopOrderState, type WindowPolicy, type WindowState } from "../../domain/escrow"
import { takeUnits, type PackItem } from "../../domain/packing"
import { exemptWindow, isExemptParcel, windowDue } from "../../domain/withdrawal"
import { mustNotGoBack } from "./latest"
import { policyInForce, policyOf } from "./policies"
import { planReminders } from "./reminders"
import { linesIn } from "./withdrawal"

export type Packing = { shop_order_id: string; carrier: string; tracking_code: string; items?: PackItem[] }
export type PackedParcel = { parcel_id: string; order_id: string; items: { line_item_id: string; quantity: number }[] }
export type Delivery = { parcel_id: string; delivered_at: Instant; evidence: "carrier" | "buyer" | "operator"; note: string | null }

const history = "escrow_history"

/**
 * Packs the named units of a shop order into a parcel, or all that is left; the row is the intent that Medusa's
 * fulfilment follows. The order's row is locked, so that two packers cannot pack the same units.
 * @throws row_not_found, wrong_state, tracking_code_invalid, nothing_left_to_ship, line_not_in_shop_order, quantity_not_left
 */
export async function pack(manager: SqlManager, packing: Packing, at: Instant): Promise<PackedParcel> {
  const code = trackingCode(packing.tracking_code) ?? refuse("tracking_code_invalid", { tracking_code: packing.tracking_code })
  // The parcel will refer to the hold, which everybody locks before the shop order.
  await manager.execute("select id from escrow_hold where shop_order_id = ? for update", [packing.shop_order_id])
  const [order] = await manager.execute<{ state: ShopOrderState; order_id: string; merchant_id: string; currency: string; hold_id: string }>(
    `select o.state, o.order_id, o.merchant_id, o.currency, h.id as hold_id
     from shop_order o join escrow_hold h on h.shop_order_id = o.id where o.id = ? for update of o`,
    [packing.shop_order_id],
  )
  if (!order) refuse("row_not_found", { machine: shopOrderMachine.name, id: packing.shop_order_id })
  if (order.state !== "preparing" && order.state !== "partly_shipped") {
    refuse("wrong_state", { machine: shopOrderMachine.name, state: order.state, event: "ship" })
  }
  const rows = await manager.execute<{ line_item_id: string; quantity: number; amount_minor: string }>(
    `select l.line_item_id, l.quantity - coalesce(sum(i.quantity), 0)::int as quantity, l.amount_minor - coalesce(sum(i.amount_minor), 0) as amount_minor
     from shop_order_line l left join (escrow_parcel_item i join escrow_parcel p on p.id = i.parcel_id and p.state <> 'discarded') on i.line_item_id = l.line_item_id
     where l.shop_order_id = ? and l.cancelled_at is null group by l.line_item_id order by l.line_item_id`,
    [packing.shop_order_id],
  )
  const taken = takeUnits(rows.map((row) => ({ ...row, amount_minor: minorOf(row.amount_minor) })), packing.items, packing.shop_order_id)

  const parcel_id = generateEntityId(undefined, "prcl")
  const amount = taken.reduce((all, line) => all + line.amount_minor, 0)
  await manager.execute(
    `with parcel as (
       insert into escrow_parcel (id, shop_order_id, hold_id, order_id, merchant_id, state, carrier, tracking_code, currency, amount_minor, packed_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz)
     )
     insert into escrow_parcel_item (parcel_id, line_item_id, quantity, amount_minor)
     select ?, * from unnest(array[?]::text[], array[?]::int[], array[?]::bigint[])`,
    [
      parcel_id, packing.shop_order_id, order.hold_id, order.order_id, order.merchant_id, parcelMachine.initial, packing.carrier, code, order.currency, amount, at,
      parcel_id, taken.map((line) => line.line_item_id), taken.map((line) => line.quantity), taken.map((line) => line.amount_minor),
    ],
  )
  return { parcel_id, order_id: order.order_id, items: taken.map(({ line_item_id, quantity }) => ({ line_item_id, quantity })) }
}

/**
 * The parcel is with the carrier: it waits for delivery, its window waits with it under the policy now in force (the exempt
 * one where nothing in it may be withdrawn from), and its order is shipped, or partly (P4).
 */
export async function handOver(manager: SqlManager, parcelId: string, fulfillmentId: string, at: Instant, actor: Actor): Promise<void> {
  await moveWithin(manager, { table: "escrow_parcel", history, machine: parcelMachine, ids: [parcelId], event: "hand_over", at, actor })
  await manager.execute(
    "update escrow_parcel set handed_over_at = ?::timestamptz, fulfillment_id = ? where id = ?",
    [at, fulfillmentId, parcelId],
  )
  const policy = await policyInForce(manager)
  const window = isExemptParcel(await linesIn(manager, parcelId)) ? exemptWindow(policy.exempt_window) : policy.window
  await manager.execute(
    "insert into consent_window (id, parcel_id, state, policy, policy_version) values (?, ?, ?, ?::jsonb, ?)",
    [generateEntityId(undefined, "cwin"), parcelId, consentWindowMachine.initial, JSON.stringify(window), policy.version],
  )
  const shopOrderId = await lockShopOrder(manager, parcelId)
  const [order] = await manager.execute<{ whole: boolean }>(
    `select not exists (
       select from shop_order_line l where l.shop_order_id = ? and l.cancelled_at is null and l.quantity > (
         select coalesce(sum(i.quantity), 0) from escrow_parcel_item i join escrow_parcel q on q.id = i.parcel_id
         where i.line_item_id = l.line_item_id and q.state not in ('packed', 'discarded'))) as whole`,
    [shopOrderId],
  )
  await moveWithin(manager, { table: "shop_order", history, machine: shopOrderMachine, ids: [shopOrderId], event: order?.whole ? "ship" : "ship_part", at, actor })
}

/** Locks a parcel's hold and shop order. What depends on its other parcels is read after this, in a statement of its own. */
async function lockShopOrder(manager: SqlManager, parcelId: string): Promise<string> {
  await manager.execute("select id from escrow_hold where id = (select hold_id from escrow_parcel where id = ?) for update", [parcelId])
  const [row] = await manager.execute<{ id: string }>(
    "select id from shop_order where id = (select shop_order_id from escrow_parcel where id = ?) for update",
    [parcelId],
  )
  return row?.id ?? refuse("row_not_found", { machine: shopOrderMachine.name, id: parcelId })
}

/**
 * The parcel is known to have arrived (P5): its window opens, counted by the policy it left with (K4); one that an objection
 * stopped before keeps the whole time instead.
 * @throws row_not_found, wrong_state, delivery_before_dispatch, delivery_in_future, clock_goes_back
 */
export async function deliver(manager: SqlManager, delivery: Delivery, calendar: BusinessCalendar, at: Instant, actor: Actor): Promise<void> {
  const { parcel_id, delivered_at, evidence, note } = delivery
  if (delivered_at > at) refuse("delivery_in_future", { delivered_at })
  await moveWithin(manager, { table: "escrow_parcel", history, machine: parcelMachine, ids: [parcel_id], event: "deliver", at, actor, reason: note ?? evidence })
  const [parcel] = await manager.execute<{ handed_over_at: string; window_id: string; window_state: WindowState; policy: WindowPolicy; policy_version: number }>(
    `select p.handed_over_at, w.id as window_id, w.state as window_state, w.policy, w.policy_version
     from escrow_parcel p join consent_window w on w.parcel_id = p.id where p.id = ?`,
    [parcel_id],
  )
  if (!parcel) refuse("row_not_found", { machine: parcelMachine.name, id: parcel_id })
  const handed = instantOf(parcel.handed_over_at)
  if (delivered_at < handed) refuse("delivery_before_dispatch", { delivered_at })

  await manager.execute(
    "update escrow_parcel set delivered_at = ?::timestamptz, delivery_evidence = ?, delivery_note = ? where id = ?",
    [delivered_at, evidence, note, parcel_id],
  )
  const edition = await policyOf(manager, parcel.policy_version)
  const due_at = windowDue(parcel.policy, edition.exempt_window, handed, delivered_at, calendar)
  const disputed = parcel.window_state === "paused" // the buyer objected before it came: the whole time is kept
  await manager.execute(
    "update consent_window set opened_at = ?::timestamptz, due_at = ?::timestamptz, remaining_ms = ?, calendar_version = ? where id = ?",
    [delivered_at, disputed ? null : due_at, disputed ? remainingMs(due_at, delivered_at) : null, calendar.version, parcel.window_id],
  )
  await moveWithin(manager, { table: "consent_window", history, machine: consentWindowMachine, ids: [parcel.window_id], event: disputed ? "arrive" : "open", at, actor })
  if (!disputed) await planReminders(manager, parcel_id, due_at, edition.reminder_hours, at)
  await arrive(manager, parcel_id, at, actor)
  await mustNotGoBack(manager, parcel_id, at)
}

/** A shop order of which nothing is on its way any more has arrived. */
export async function arrive(manager: SqlManager, parcelId: string, at: Instant, actor: Actor): Promise<void> {
  const shopOrderId = await lockShopOrder(manager, parcelId)
  const arrived = await manager.execute<{ id: string }>(
    `select o.id from shop_order o where o.id = ? and o.state = 'shipped' and not exists (
       select from escrow_parcel q where q.shop_order_id = o.id and q.state not in ('delivered', 'discarded', 'released', 'refunded', 'split'))`,
    [shopOrderId],
  )
  await moveWithin(manager, { table: "shop_order", history, machine: shopOrderMachine, ids: arrived.map((row) => row.id), event: "deliver", at, actor })
}

export type ParcelItem = { parcel_id: string; line_item_id: string; quantity: number; amount_minor: string }

/** What is in each of the parcels. */
export const itemsOf = (manager: SqlManager, parcelIds: string[]): Promise<ParcelItem[]> =>
  manager.execute<ParcelItem>(
    "select parcel_id, line_item_id, quantity, amount_minor from escrow_parcel_item where parcel_id = any(array[?]::text[]) order by parcel_id, line_item_id",
    [parcelIds],
  )
