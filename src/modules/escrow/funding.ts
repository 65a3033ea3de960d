import { generateEntityId } from "@medusajs/framework/utils"

import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { system } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { fundCapture, type Capture } from "../../domain/custody-journals"
import { holdMachine, shopOrderMachine } from "../../domain/escrow"
import type { Claim, OrderParts } from "../../domain/order-parts"
import { noteFollowups } from "./following"

/**
 * `titles`, `products`, their `categories` and withdrawal `exemptions` are by line; many lines have no exemption, some no product of
 * Medusa's. Of a line whose categories are absent nobody knows them.
 */
export type PlacedOrder = {
  order_id: string; display_id: number; placed_at: Instant
  titles: Record<string, string>; products: Record<string, string>; categories?: Record<string, string[]>; exemptions: Record<string, string>
}

const bookkeeper = system("bookkeeper")

const categoriesText = (ids: string[] | undefined): string => (ids === undefined ? "" : JSON.stringify(ids))

/**
 * Writes an order's shop orders and holds, once: the unique keys make a second opening change nothing.
 * @returns whether this call was the one that opened it
 */
export async function openOrder(manager: SqlManager, order: PlacedOrder, parts: OrderParts, at: Instant): Promise<boolean> {
  const { currency, total, own_income, own_tax } = parts
  const opened = await manager.execute(
    `insert into escrow_order (order_id, display_id, currency, total_minor, own_income_minor, own_tax_minor, placed_at)
     values (?, ?, ?, ?, ?, ?, ?::timestamptz) on conflict do nothing returning order_id`,
    [order.order_id, order.display_id, currency, total.minor, own_income.minor, own_tax.minor, order.placed_at],
  )
  if (opened.length === 0) return false

  const rows = parts.parts.map((part) => ({ ...part, sord: generateEntityId(undefined, "sord"), hold: generateEntityId(undefined, "hold") }))
  await manager.execute(
    `with part as (
       select * from unnest(array[?]::text[], array[?]::text[], array[?]::text[], array[?]::text[], array[?]::bigint[]) as p(sord, hold, shop, merchant, minor)
     ), orders as (
       insert into shop_order (id, order_id, display_id, shop_id, merchant_id, state, currency, amount_minor, placed_at)
       select sord, ?, ?, shop, merchant, ?, ?, minor, ?::timestamptz from part returning id
     )
     insert into escrow_hold (id, order_id, shop_order_id, shop_id, merchant_id, state, currency, amount_minor)
     select hold, ?, sord, shop, merchant, ?, ?, minor from part`,
    [
      rows.map((row) => row.sord), rows.map((row) => row.hold), rows.map((row) => row.shop_id), rows.map((row) => row.merchant_id),
      rows.map((row) => row.amount.minor),
      order.order_id, order.display_id, shopOrderMachine.initial, currency, order.placed_at,
      order.order_id, holdMachine.initial, currency,
    ],
  )
  const lines = rows.flatMap((row) => row.lines.map((line) => ({ ...line, sord: row.sord })))
  await manager.execute(
    `insert into shop_order_line (line_item_id, shop_order_id, title, product_id, category_ids, withdrawal_exemption, quantity, amount_minor)
     select l.line, l.sord, l.title, nullif(l.product, ''), nullif(l.categories, '')::jsonb, nullif(l.exemption, ''), l.quantity, l.minor
     from unnest(array[?]::text[], array[?]::text[], array[?]::text[], array[?]::text[], array[?]::text[], array[?]::text[], array[?]::int[], array[?]::bigint[])
       as l(line, sord, title, product, categories, exemption, quantity, minor)`,
    [
      lines.map((line) => line.line_id), lines.map((line) => line.sord), lines.map((line) => order.titles[line.line_id] ?? line.line_id),
      lines.map((line) => order.products[line.line_id] ?? ""), lines.map((line) => categoriesText(order.categories?.[line.line_id])),
      lines.map((line) => order.exemptions[line.line_id] ?? ""),
      lines.map((line) => line.quantity), lines.map((line) => line.amount.minor),
    ],
  )
  // A part that costs nothing waits for no money.
  const free = rows.filter((row) => row.amount.minor === 0).map((row) => row.hold)
  await moveWithin(manager, { table: "escrow_hold", history: "escrow_history", machine: holdMachine, ids: free, event: "fund", at, actor: bookkeeper, reason: "nothing to pay" })
  await settlePaid(manager, order.order_id, at)
  return true
}

/**
 * Brings one capture's money into the order's holds, once; the holds, the shop orders and the journal move together.
 * @returns whether this call was the one that funded it
 */
export async function fund(manager: SqlManager, capture: Capture, at: Instant): Promise<boolean> {
  const [order] = await manager.execute<{ own_income_minor: string; own_tax_minor: string }>(
    "select own_income_minor, own_tax_minor from escrow_order where order_id = ? for no key update",
    [capture.order_id],
  )
  const known = await manager.execute("select capture_id from escrow_capture where capture_id = ?", [capture.id])
  if (!order || known.length > 0) return false

  const holds = await manager.execute<{ id: string; amount_minor: string }>(
    "select id, amount_minor from escrow_hold where order_id = ? order by id for update",
    [capture.order_id],
  )
  const funded = await fundedSoFar(manager, capture.order_id)
  const claim = (name: string, due: string): Claim => ({ account: name, due: minorOf(due), funded: funded.get(name) ?? 0 })
  const journal = fundCapture(capture, [
    ...holds.map((hold) => claim(account.hold(hold.id), hold.amount_minor)),
    claim(account.orderIncome, order.own_income_minor),
    claim(account.taxDue, order.own_tax_minor),
  ])
  await manager.execute(
    "insert into escrow_capture (capture_id, order_id, provider, amount_minor, shares, funded_at) values (?, ?, ?, ?, ?::jsonb, ?::timestamptz)",
    [
      capture.id, capture.order_id, capture.provider, capture.amount.minor,
      JSON.stringify(journal.postings.map(({ to, amount }) => ({ account: to, minor: amount.minor }))), at,
    ],
  )
  const reached = new Set(journal.postings.map((posting) => posting.to))
  const ids = holds.map((hold) => hold.id).filter((id) => reached.has(account.hold(id)))
  await moveWithin(manager, { table: "escrow_hold", history: "escrow_history", machine: holdMachine, ids, event: "fund", at, actor: bookkeeper, reason: `capture ${capture.id}` })
  await settlePaid(manager, capture.order_id, at)
  await postWithin(manager, [journal], at)
  // What is too much is for what an edit has added, or to be given back: whoever settles the order with Medusa finds out.
  if (journal.postings.some((posting) => posting.to === account.suspense("overpaid"))) await noteFollowups(manager, [capture.order_id])
  return true
}

/** What earlier captures have brought each account of an order, less what went back out of it. */
async function fundedSoFar(manager: SqlManager, orderId: string): Promise<Map<string, number>> {
  const rows = await manager.execute<{ account: string; minor: string }>(
    `select account, sum(minor) as minor from (
       select share->>'account' as account, (share->>'minor')::bigint as minor
       from escrow_capture cross join lateral jsonb_array_elements(shares) as share where order_id = ?
       union all select account, -amount_minor from escrow_outflow where order_id = ?) moved group by account`,
    [orderId, orderId],
  )
  return new Map(rows.map((row) => [row.account, minorOf(row.minor)]))
}

/** The shop orders whose whole part has been captured are paid (P2): only now may work on them start. */
export async function settlePaid(manager: SqlManager, orderId: string, at: Instant): Promise<void> {
  const rows = await manager.execute<{ id: string }>(
    `select o.id from shop_order o join escrow_hold h on h.shop_order_id = o.id
     where o.order_id = ? and o.state = ? and h.amount_minor <= (
       select coalesce(sum((share->>'minor')::bigint), 0) from escrow_capture c cross join lateral jsonb_array_elements(c.shares) as share
       where c.order_id = o.order_id and share->>'account' = 'hold:' || h.id)
       - (select coalesce(sum(f.amount_minor), 0) from escrow_outflow f where f.order_id = o.order_id and f.account = 'hold:' || h.id)`,
    [orderId, shopOrderMachine.initial],
  )
  await moveWithin(manager, { table: "shop_order", history: "escrow_history", machine: shopOrderMachine, ids: rows.map((row) => row.id), event: "pay", at, actor: bookkeeper })
}
