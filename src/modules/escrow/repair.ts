import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"

export type HalfPacked = {
  id: string; order_id: string; shop_order_id: string; currency: string; tracking_code: string; packed_minutes: number
  items: { line_item_id: string; quantity: number }[]
}

/** How far a sweep over Medusa's rows has read, by their created_at. */
export async function readCursor(manager: SqlManager, name: string): Promise<Instant> {
  const [row] = await manager.execute<{ at: string }>("select at from escrow_cursor where name = ?", [name])
  return instantOf(row?.at ?? new Date(0))
}

/** An instant of the machine's clock, which Medusa's rows are stamped with; the marketplace's may be elsewhere. */
export async function secondsAgo(manager: SqlManager, seconds: number): Promise<Instant> {
  const [row] = await manager.execute<{ at: string }>("select clock_timestamp() - make_interval(secs => ?) as at", [seconds])
  return instantOf(row?.at ?? new Date(0))
}

/** Never backwards, so that two sweepers at once cannot lose what one has read. */
export async function moveCursor(manager: SqlManager, name: string, at: Instant): Promise<void> {
  await manager.execute("update escrow_cursor set at = greatest(at, ?::timestamptz) where name = ?", [at, name])
}

/** Those of Medusa's orders that are not in our books. */
export async function unbooked(manager: SqlManager, orderIds: string[]): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>(
    "select id from unnest(array[?]::text[]) as o(id) where not exists (select from escrow_order e where e.order_id = o.id)",
    [orderIds],
  )
  return rows.map((row) => row.id)
}

/** Those of Medusa's captures whose money is in no hold. */
export async function unfunded(manager: SqlManager, captureIds: string[]): Promise<string[]> {
  const rows = await manager.execute<{ id: string }>(
    "select id from unnest(array[?]::text[]) as c(id) where not exists (select from escrow_capture e where e.capture_id = c.id)",
    [captureIds],
  )
  return rows.map((row) => row.id)
}

/** Notes orders to be booked: kept until it is done, however often that fails. */
export async function intend(manager: SqlManager, orderIds: string[]): Promise<void> {
  await manager.execute("insert into escrow_intent (order_id) select unnest(array[?]::text[]) on conflict do nothing", [orderIds])
}

export async function intents(manager: SqlManager, limit: number): Promise<string[]> {
  const rows = await manager.execute<{ order_id: string }>("select order_id from escrow_intent order by attempts, created_at, order_id limit ?", [limit])
  return rows.map((row) => row.order_id)
}

export async function settleIntent(manager: SqlManager, orderId: string, error: string | null): Promise<void> {
  if (error === null) await manager.execute("delete from escrow_intent where order_id = ?", [orderId])
  else await manager.execute("update escrow_intent set attempts = attempts + 1, last_error = ? where order_id = ?", [error, orderId])
}

/**
 * Parcels packed `minutes` ago and never handed over: a dispatch that stopped half-way. Measured on the machine's clock,
 * not the marketplace's: a test clock that jumps must not overtake a dispatch under way.
 */
export async function halfPacked(manager: SqlManager, minutes: number, limit: number): Promise<HalfPacked[]> {
  return manager.execute<HalfPacked>(
    `select p.id, p.order_id, p.shop_order_id, p.currency, p.tracking_code, floor(extract(epoch from clock_timestamp() - p.created_at) / 60)::int as packed_minutes,
       (select json_agg(json_build_object('line_item_id', i.line_item_id, 'quantity', i.quantity)) from escrow_parcel_item i where i.parcel_id = p.id) as items
     from escrow_parcel p where p.state = 'packed' and p.created_at < clock_timestamp() - make_interval(mins => ?) order by p.created_at, p.id limit ?`,
    [minutes, limit],
  )
}

/** Parcels we know to have arrived whose Medusa fulfilment does not say so yet, the longest untried first. */
export async function undeliveredThere(manager: SqlManager, limit: number): Promise<{ id: string; order_id: string; fulfillment_id: string }[]> {
  return manager.execute(
    "select id, order_id, fulfillment_id from escrow_parcel where delivered_at is not null and not fulfillment_delivered and fulfillment_id is not null order by updated_at, id limit ?",
    [limit],
  )
}

/** Medusa would not have it now: the parcel goes to the back, so that a few such cannot hold up the rest. */
export async function noteTriedThere(manager: SqlManager, parcelId: string): Promise<void> {
  await manager.execute("update escrow_parcel set updated_at = greatest(updated_at, clock_timestamp()) + interval '1 millisecond' where id = ?", [parcelId])
}

export async function noteDeliveredThere(manager: SqlManager, parcelId: string): Promise<void> {
  await manager.execute("update escrow_parcel set fulfillment_delivered = true where id = ?", [parcelId])
}
