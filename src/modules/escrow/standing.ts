import { minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { account } from "../../domain/chart"
import { refuse } from "../../domain/errors"
import type { HoldState, ShopOrderState } from "../../domain/escrow"
import type { Source } from "../../domain/refund-journals"

/** One line of a shop's part: what it still is, and how much of it is in parcels. */
export type StandingLine = { line_item_id: string; shop_order_id: string; quantity: number; amount: number; packed_quantity: number; packed_amount: number }

/** One shop's part: what is due, what captures brought, what left otherwise than by parcels, and what parcels took. */
export type Part = {
  shop_order_id: string
  shop_id: string
  merchant_id: string
  hold_id: string
  state: ShopOrderState
  hold_state: HoldState
  due: number
  brought: number
  left: number
  taken: number
  /** Released to the merchant, also by a verdict that shares, and not yet given back out of the payable. */
  recoverable: number
  lines: StandingLine[]
}

export type Standing = {
  order_id: string
  currency: string
  parts: Part[]
  /** The marketplace's own accounts of the order. */
  own: { account: string; due: number; brought: number; left: number }[]
}

/** What a hold still keeps, by our rows. */
export const remainingOf = (part: Part): number => part.brought - part.left - part.taken
export const sourceOf = (part: Part): Source => ({ account: account.hold(part.hold_id), minor: remainingOf(part) })
export const ownSources = (standing: Standing): Source[] => standing.own.map(({ account: name, brought, left }) => ({ account: name, minor: brought - left }))

/**
 * Locks all of an order in the one order in which everybody locks: order, parcels, windows, holds, shop orders. Without their keys, which
 * never change: who holds a parcel and writes a row that refers to its order must not wait for whoever holds the order and waits for
 * the parcel. @throws order_not_found
 */
export async function lockOrder(manager: SqlManager, orderId: string): Promise<void> {
  const found = await manager.execute("select order_id from escrow_order where order_id = ? for no key update", [orderId])
  if (found.length === 0) refuse("order_not_found", { id: orderId })
  await manager.execute("select id from escrow_parcel where order_id = ? order by id for no key update", [orderId])
  await manager.execute(
    "select id from consent_window where parcel_id in (select id from escrow_parcel where order_id = ?) order by id for no key update", [orderId],
  )
  await manager.execute("select id from escrow_hold where order_id = ? order by id for no key update", [orderId])
  await manager.execute("select id from shop_order where order_id = ? order by id for no key update", [orderId])
}

/** Where an order's money stands; read after `lockOrder`, in statements of its own. */
export async function standingOf(manager: SqlManager, orderId: string): Promise<Standing> {
  const [order] = await manager.execute<{ currency: string; own_income_minor: string; own_tax_minor: string }>(
    "select currency, own_income_minor, own_tax_minor from escrow_order where order_id = ?", [orderId],
  )
  if (!order) refuse("order_not_found", { id: orderId })
  const brought = await sums(manager,
    `select share->>'account' as name, sum((share->>'minor')::bigint) as minor
     from escrow_capture cross join lateral jsonb_array_elements(shares) as share where order_id = ? group by 1`, orderId)
  const left = await sums(manager, "select account as name, sum(amount_minor) as minor from escrow_outflow where order_id = ? group by 1", orderId)
  const recourse = await sums(manager,
    "select shop_order_id as name, sum(amount_minor) as minor from escrow_outflow where order_id = ? and account like 'merchant:%' group by 1", orderId)
  const at = (map: Map<string, number>, name: string) => map.get(name) ?? 0
  const lines = await linesOf(manager, orderId)
  const own = (name: string, due: string) => ({ account: name, due: minorOf(due), brought: at(brought, name), left: at(left, name) })
  return {
    order_id: orderId, currency: order.currency,
    own: [own(account.orderIncome, order.own_income_minor), own(account.taxDue, order.own_tax_minor)],
    parts: (await partsOf(manager, orderId)).map(({ amount_minor, taken_minor, released_minor, ...row }) => ({
      ...row, due: minorOf(amount_minor), taken: minorOf(taken_minor),
      brought: at(brought, account.hold(row.hold_id)), left: at(left, account.hold(row.hold_id)),
      recoverable: minorOf(released_minor) - at(recourse, row.shop_order_id),
      lines: lines.filter((line) => line.shop_order_id === row.shop_order_id),
    })),
  }
}

type PartRow = Pick<Part, "shop_order_id" | "shop_id" | "merchant_id" | "hold_id" | "state" | "hold_state"> & Record<"amount_minor" | "taken_minor" | "released_minor", string>

const partsOf = (manager: SqlManager, orderId: string): Promise<PartRow[]> =>
  manager.execute<PartRow>(
    `select o.id as shop_order_id, o.shop_id, o.merchant_id, o.state, h.id as hold_id, h.state as hold_state, h.amount_minor,
       (select coalesce(sum(p.amount_minor), 0) from escrow_parcel p where p.hold_id = h.id and p.state in ('released', 'refunded', 'split')) as taken_minor,
       (select coalesce(sum(p.amount), 0) from ledger_posting p where p.from_account = 'hold:' || h.id and p.to_account = 'merchant:' || h.merchant_id || ':payable') as released_minor
     from shop_order o join escrow_hold h on h.shop_order_id = o.id where o.order_id = ? order by o.id`,
    [orderId],
  )

async function linesOf(manager: SqlManager, orderId: string): Promise<StandingLine[]> {
  const rows = await manager.execute<Omit<StandingLine, "amount" | "packed_amount"> & { amount_minor: string; packed_minor: string }>(
    `select l.line_item_id, l.shop_order_id, l.quantity, l.amount_minor, coalesce(sum(i.quantity), 0)::int as packed_quantity, coalesce(sum(i.amount_minor), 0) as packed_minor
     from shop_order o join shop_order_line l on l.shop_order_id = o.id
       left join (escrow_parcel_item i join escrow_parcel p on p.id = i.parcel_id and p.state <> 'discarded') on i.line_item_id = l.line_item_id
     where o.order_id = ? and l.cancelled_at is null group by l.line_item_id order by l.line_item_id`,
    [orderId],
  )
  return rows.map(({ amount_minor, packed_minor, ...row }) => ({ ...row, amount: minorOf(amount_minor), packed_amount: minorOf(packed_minor) }))
}

async function sums(manager: SqlManager, sql: string, orderId: string): Promise<Map<string, number>> {
  const rows = await manager.execute<{ name: string; minor: string }>(sql, [orderId])
  return new Map(rows.map((row) => [row.name, minorOf(row.minor)]))
}
