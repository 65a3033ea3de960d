import { instantOf, minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { flowEvent, whither, type Flow, type OpenRefund } from "../../domain/given-back"
import { waitingRefunds } from "./refunds"

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

/** What left an order's accounts otherwise than by parcels, and its refunds: of all its parts, for some are shared. */
export type OrderFlows = { flows: Flow[]; open: OpenRefund[]; refunds: { id: string; shop_order_id: string | null; minor: number }[]; own: number; beyond: number }

/** The cost is that of the order's own rows. */
export async function flowsOf(manager: SqlManager, orderId: string): Promise<OrderFlows> {
  const beyond = account.suspense("overpaid")
  // What a chargeback met was given back before, and what the marketplace bears was never the order's.
  const flows = await manager.execute<{ key: string; account: string; shop_order_id: string | null; minor: string; at: string }>(
    `select f.journal_key as key, f.account, coalesce(h.shop_order_id, f.shop_order_id) as shop_order_id, f.amount_minor as minor, f.at
     from escrow_outflow f left join escrow_hold h on h.order_id = f.order_id and f.account = 'hold:' || h.id
     where f.order_id = ? and f.account <> all(array[?]::text[]) order by f.at, f.journal_key, f.account`,
    [orderId, [account.refundDue(orderId), "platform:loss"]],
  )
  const [came] = await manager.execute<{ own: string; beyond: string }>(
    `select coalesce(sum((share->>'minor')::bigint) filter (where share->>'account' <> ?), 0) as own, coalesce(sum((share->>'minor')::bigint) filter (where share->>'account' = ?), 0) as beyond
     from escrow_capture cross join lateral jsonb_array_elements(shares) as share where order_id = ? and share->>'account' not like 'hold:%'`,
    [beyond, beyond, orderId],
  )
  const refunds = await manager.execute<{ id: string; shop_order_id: string | null; minor: string }>(
    "select id, shop_order_id, amount_minor as minor from escrow_refund where order_id = ? order by id", [orderId])
  const from = (name: string): Flow["from"] => (name.startsWith("hold:") ? "hold" : name.startsWith("merchant:") ? "payable" : name === beyond ? "beyond" : "own")
  return {
    flows: flows.map(({ account: name, ...flow }) => {
      const whose = from(name)
      return { key: flow.key, from: whose, shop_order_id: whose === "hold" || whose === "payable" ? flow.shop_order_id : null, minor: minorOf(flow.minor), at: instantOf(flow.at) }
    }),
    open: (await waitingRefunds(manager, orderId)).map(({ id, shop_order_id, state, open_minor, execute_after }) => ({ id, shop_order_id, failed: state === "failed", minor: open_minor, execute_after })),
    refunds: refunds.map((refund) => ({ ...refund, minor: minorOf(refund.minor) })),
    own: minorOf(came?.own ?? 0), beyond: minorOf(came?.beyond ?? 0),
  }
}

/** Flows, as a timeline tells them. */
export const flowEvents = (flows: Flow[]): TimelineEvent[] =>
  flows.map((flow) => ({
    at: flow.at, life: "money", subject: flow.key.split(":")[1] ?? flow.key, event: flowEvent(flow), to: whither(flow.key), by: "system", for: null, minor: Math.abs(flow.minor),
  }))
