import { generateEntityId } from "@medusajs/framework/utils"

import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { holdMachine, shopOrderMachine, type ShopOrderState } from "../../domain/escrow"
import { money } from "../../domain/money"
import { growthFunded, suspenseMachine, type Share } from "../../domain/refund-journals"
import { worthOf } from "../../domain/returns"
import { noteFollowups } from "./following"
import { overpaid } from "./refund-reads"
import { noteOutflows, type Outflow } from "./refunds"
import { lockOrder, standingOf, type Part, type Standing } from "./standing"

const history = "escrow_history"

/** A line of a shop that has more on Medusa's order than in its part: how it stands there now. */
export type GrownLine = { line_item_id: string; shop_id: string; merchant_id: string; product_id: string | null; category_ids?: string[]; exemption: string | null; title: string; quantity: number; total_minor: number }

const hasJoined = "it has joined its part"

/** All sent: what is added opens such a part again. */
const closed: ShopOrderState[] = ["shipped", "delivered", "completed"]
const partFor = (standing: Standing, line: GrownLine) => standing.parts.find((each) => each.shop_id === line.shop_id && each.state !== "cancelled")

/**
 * Units and lines that an edit added join their shop's part when their money has been captured: a capture beyond what
 * was due waits in suspense, and goes from there into the hold. Until then nobody packs them, so that nothing leaves that is not
 * paid (P2). A part that waits for its payment anyway grows at once; one that was all sent, even completed, is opened again,
 * and a hold that was finished is held again. A shop that has no part, or only a cancelled one, gets one.
 * @param forgiven_minor what Medusa, which says that all is paid, has given back as a gift: goods exchanged after such a refund bring so much less
 * @returns the lines that have joined
 */
export async function growParts(manager: SqlManager, orderId: string, lines: GrownLine[], forgiven_minor: number, at: Instant, actor: Actor): Promise<string[]> {
  await lockOrder(manager, orderId)
  const standing = await standingOf(manager, orderId)
  const joined: string[] = []
  let over = await overpaid(manager, orderId)
  const prices = pricesOf(standing, lines, over)
  for (const line of lines) {
    const known = partFor(standing, line)
    const unpaid = known?.state === "awaiting_payment"
    const by = unpaid ? line.total_minor - amountIn(known, line) : payable(prices.get(line.line_item_id) ?? 0, over, lines.length + forgiven_minor)
    if (by < 0 || (!unpaid && by > over)) continue
    const part = known ?? (await openPart(manager, standing, line, at, actor))
    await grow(manager, part, line, by, at)
    if (!unpaid && by > 0) {
      await bringIn(manager, standing, part, by, at, actor)
      over -= by
    }
    if (closed.includes(part.state)) {
      await moveWithin(manager, { table: "shop_order", history, machine: shopOrderMachine, ids: [part.shop_order_id], event: "grow", at, actor, reason: line.title })
      part.state = "partly_shipped" // a second line finds it open
    }
    joined.push(line.line_item_id)
  }
  await tickOff(manager, orderId, joined, at, actor)
  if (joined.length > 0) await noteFollowups(manager, [orderId]) // their stock is kept after this: a stop in between is found
  return joined
}

/** Those of the lines that have joined their part after it was made: for them stock must be kept. */
export async function joinedLater(manager: SqlManager, lineIds: string[]): Promise<string[]> {
  const rows = await manager.execute<{ line_item_id: string }>(
    "select distinct substr(reference, strpos(reference, ':') + 1) as line_item_id from escrow_suspense where resolution = ? and reference = any(array[?]::text[])",
    [hasJoined, lineIds.flatMap((id) => [`more:${id}`, `added:${id}`])],
  )
  return rows.map((row) => row.line_item_id)
}

const amountIn = (part: Part | undefined, line: GrownLine): number => part?.lines.find((each) => each.line_item_id === line.line_item_id)?.amount ?? 0

/**
 * What each line lacks, in minor units. Where a refund has made a line of ours smaller than Medusa's, that would ask for the
 * refund's money again: when not all is paid for, what was added counts by its units. With the same units it is the price that rose.
 */
function pricesOf(standing: Standing, lines: GrownLine[], over: number): Map<string, number> {
  const lacking = lines.map((line) => [line.line_item_id, line.total_minor - amountIn(partFor(standing, line), line)] as const)
  if (lacking.reduce((all, [, minor]) => all + minor, 0) <= over) return new Map(lacking)
  return new Map(lines.map((line, index) => {
    const units = partFor(standing, line)?.lines.find((each) => each.line_item_id === line.line_item_id)?.quantity ?? 0
    const lacks = lacking[index]?.[1] ?? 0
    return [line.line_item_id, units === line.quantity ? lacks : Math.min(lacks, line.total_minor - worthOf(line.total_minor, units, line.quantity))]
  }))
}

/** What a line costs of what is there. Medusa does not round, and we do: less than a minor unit for each line is paid. */
const payable = (price: number, over: number, tolerance: number): number => (over > 0 && price > over && price - over <= tolerance ? over : price)

/** A part for a shop that has none in the order: what is in it has been paid for. */
async function openPart(manager: SqlManager, standing: Standing, { shop_id, merchant_id }: GrownLine, at: Instant, actor: Actor): Promise<Part> {
  const [sord, hold] = [generateEntityId(undefined, "sord"), generateEntityId(undefined, "hold")]
  const { order_id, currency } = standing
  await manager.execute(
    `insert into shop_order (id, order_id, display_id, shop_id, merchant_id, state, currency, amount_minor, placed_at)
     select ?, order_id, display_id, ?, ?, ?, currency, 0, ?::timestamptz from escrow_order where order_id = ?`,
    [sord, shop_id, merchant_id, shopOrderMachine.initial, at, order_id],
  )
  await manager.execute(
    "insert into escrow_hold (id, order_id, shop_order_id, shop_id, merchant_id, state, currency, amount_minor) values (?, ?, ?, ?, ?, ?, ?, 0)",
    [hold, order_id, sord, shop_id, merchant_id, holdMachine.initial, currency],
  )
  const reason = "an edit added to the order"
  await moveWithin(manager, { table: "escrow_hold", history, machine: holdMachine, ids: [hold], event: "fund", at, actor, reason })
  await moveWithin(manager, { table: "shop_order", history, machine: shopOrderMachine, ids: [sord], event: "pay", at, actor, reason })
  const part: Part = { shop_order_id: sord, shop_id, merchant_id, hold_id: hold, state: "paid", hold_state: "held", due: 0, brought: 0, left: 0, taken: 0, recoverable: 0, lines: [] }
  standing.parts.push(part)
  return part
}

async function grow(manager: SqlManager, part: Part, line: GrownLine, by: number, at: Instant): Promise<void> {
  await manager.execute(
    `insert into shop_order_line (line_item_id, shop_order_id, title, product_id, category_ids, withdrawal_exemption, quantity, amount_minor) values (?, ?, ?, ?, ?::jsonb, ?, ?, ?)
     on conflict (line_item_id) do update set shop_order_id = excluded.shop_order_id, cancelled_at = null, quantity = excluded.quantity, amount_minor = excluded.amount_minor,
       updated_at = ?::timestamptz`,
    [line.line_item_id, part.shop_order_id, line.title, line.product_id, line.category_ids === undefined ? null : JSON.stringify(line.category_ids), line.exemption, line.quantity, amountIn(part, line) + by, at],
  )
  await manager.execute("update escrow_hold set amount_minor = amount_minor + ?, updated_at = ?::timestamptz where id = ?", [by, at, part.hold_id])
  await manager.execute("update shop_order set amount_minor = amount_minor + ?, updated_at = ?::timestamptz where id = ?", [by, at, part.shop_order_id])
}

/** Money that nobody could explain is the hold's: out of suspense, an outflow there and an inflow here. */
async function bringIn(manager: SqlManager, standing: Standing, part: Part, minor: number, at: Instant, actor: Actor): Promise<void> {
  await moveWithin(manager, { table: "escrow_hold", history, machine: holdMachine, ids: [part.hold_id], event: "fund", at, actor, reason: "an edit was paid for" })
  await fundGrowth(manager, standing, [{ account: account.hold(part.hold_id), amount: money(minor, standing.currency) }], part.shop_order_id, at)
}

/** Takes what waits in suspense to where it belongs: an outflow there, and inflows here. */
export async function fundGrowth(manager: SqlManager, { order_id, currency }: Standing, shares: Share[], shop_order_id: string | null, at: Instant): Promise<void> {
  const id = generateEntityId(undefined, "grow")
  const all = shares.reduce((minor, share) => minor + share.amount.minor, 0)
  const came = shares.map((share): Outflow => ({ account: share.account, amount: money(-share.amount.minor, currency), shop_order_id }))
  await noteOutflows(manager, `growth:${id}`, order_id, [{ account: account.suspense("overpaid"), amount: money(all, currency), shop_order_id }, ...came], at)
  await postWithin(manager, [growthFunded({ id, order_id }, shares)], at)
}

/** A line of no shop that an edit added; its tax is within its total. */
export type OwnLine = { line_item_id: string; total_minor: number; tax_minor: number }

/**
 * Lines of no shop that an edit added are the marketplace's own income once they have been paid for, and due at once where nothing
 * has been paid yet. Each joins once: that it has is kept with its item in the queue.
 */
export async function growOwn(manager: SqlManager, orderId: string, lines: OwnLine[], at: Instant, actor: Actor): Promise<void> {
  await lockOrder(manager, orderId)
  const waiting = await manager.execute<{ reference: string }>(
    "select reference from escrow_suspense where state = 'open' and reference = any(array[?]::text[])", [lines.map((line) => `added:${line.line_item_id}`)],
  )
  const standing = await standingOf(manager, orderId)
  const nothingPaid = [...standing.parts, ...standing.own].every((each) => each.brought === 0)
  let over = await overpaid(manager, orderId)
  for (const { line_item_id, total_minor, tax_minor } of lines.filter((line) => waiting.some((each) => each.reference === `added:${line.line_item_id}`))) {
    const by = nothingPaid ? total_minor : payable(total_minor, over, lines.length)
    if (!nothingPaid && by > over) continue
    const tax = Math.min(by, tax_minor)
    await manager.execute(
      "update escrow_order set own_income_minor = own_income_minor + ?, own_tax_minor = own_tax_minor + ?, updated_at = ?::timestamptz where order_id = ?",
      [by - tax, tax, at, orderId],
    )
    const shares = [{ account: account.orderIncome, amount: money(by - tax, standing.currency) }, { account: account.taxDue, amount: money(tax, standing.currency) }]
    if (!nothingPaid && by > 0) await fundGrowth(manager, standing, shares.filter((share) => share.amount.minor > 0), null, at)
    over -= nothingPaid ? 0 : by
    await tickOff(manager, orderId, [line_item_id], at, actor)
  }
}

/** What an edit added or made dearer waits under these references, by its line. */
const isOfEdits = "split_part(reference, ':', 1) in ('added', 'more', 'price')"

/** What was added or made dearer and is not so any more waits for nothing. @param there the references of what Medusa's order still has */
export async function closeTakenOff(manager: SqlManager, orderId: string, there: string[], at: Instant, actor: Actor): Promise<void> {
  await close(manager, `${isOfEdits} and reference <> all(array[?]::text[])`, [orderId, there], at, actor, "it was taken off again")
}

const tickOff = (manager: SqlManager, orderId: string, lineIds: string[], at: Instant, actor: Actor): Promise<void> =>
  close(manager, `${isOfEdits} and split_part(reference, ':', 2) = any(array[?]::text[])`, [orderId, lineIds], at, actor, hasJoined)

async function close(manager: SqlManager, which: string, params: unknown[], at: Instant, actor: Actor, resolution: string): Promise<void> {
  const rows = await manager.execute<{ id: string }>(`select id from escrow_suspense where state = 'open' and order_id = ? and ${which}`, params)
  const ids = rows.map((row) => row.id)
  await moveWithin(manager, { table: "escrow_suspense", history, machine: suspenseMachine, ids, event: "resolve", at, actor, reason: resolution })
  await manager.execute("update escrow_suspense set resolution = ? where id = any(array[?]::text[])", [resolution, ids])
}
