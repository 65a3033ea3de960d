import { generateEntityId } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import { moveWithin } from "../../adapters/move"
import { speaksForMerchant, type Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { refuse } from "../../domain/errors"
import { holdMachine, shopOrderMachine } from "../../domain/escrow"
import { allocate, money } from "../../domain/money"
import { cancelPart, hoursSinceFinal, type Share } from "../../domain/refund-journals"
import { finish } from "./consent"
import { settlePaid } from "./funding"
import { arrive } from "./parcels"
import { dueRefund, noteOutflows } from "./refunds"
import { lockOrder, remainingOf, standingOf, type Part, type Standing, type StandingLine } from "./standing"

/** What shall be cancelled: everything, one shop's part, or lines of it. */
export type Scope = {
  shop_order_id?: string
  line_item_ids?: string[]
  /** How many units of a line stay; none but those in parcels, where nothing is said. */
  keeps?: Record<string, number>
}
export type Cancelling = {
  order_id: string
  scope: Scope
  reason: string
  actor: Actor
  /** Lines that stay and belong to no shop: with one of them the order itself lives on. */
  own_lines: number
  /** When the refund may be executed: at once, or later where an operator may refund by hand first. */
  refund_after?: Instant
  /** Medusa's order says so already. */
  followed?: boolean
}
export type Cancelled = { id: string; whole: boolean; refund_id: string | null }
export type CancelledLine = { line_item_id: string; quantity: number; keeps: number; amount_minor: number }

const history = "escrow_history"
const sumOf = (lines: CancelledLine[]): number => lines.reduce((all, line) => all + line.amount_minor, 0)
const open = (line: StandingLine) => line.quantity > line.packed_quantity

/**
 * Cancels what has not been sent: lines, parts, holds and the money that is due back to the buyer are one transaction.
 * Medusa's order follows, and the provider's refund, by the intents written here.
 * @throws order_not_found, shop_order_not_found, line_not_in_shop_order, nothing_to_cancel, part_already_sent, cancellation_too_late
 */
export async function cancelParts(manager: SqlManager, asked: Cancelling, at: Instant): Promise<Cancelled> {
  const { order_id, scope, reason, actor } = asked
  await lockOrder(manager, order_id)
  const standing = await standingOf(manager, order_id)
  const parts = partsIn(standing, scope)
  if (actor.type === "customer" && parts.some((part) => part.state !== "awaiting_payment" && part.state !== "paid")) refuse("cancellation_too_late", { id: order_id })
  const known = new Set(parts.flatMap((part) => part.lines.map((line) => line.line_item_id)))
  const stranger = scope.line_item_ids?.find((line_item_id) => !known.has(line_item_id))
  if (stranger) refuse("line_not_in_shop_order", { id: scope.shop_order_id ?? order_id, line_item_id: stranger })
  const chosen = parts.map((part) => ({ part, lines: linesIn(part, scope) })).filter(({ lines }) => lines.length > 0)
  if (chosen.length === 0) refuse("nothing_to_cancel", { id: order_id })
  const id = generateEntityId(undefined, "canc")
  const lines = chosen.flatMap((each) => each.lines)
  await cancelLines(manager, lines, at)

  const gone = new Set(lines.filter((line) => line.keeps === 0).map((line) => line.line_item_id))
  const whole = asked.own_lines === 0 && standing.parts.every((part) => part.lines.every((line) => gone.has(line.line_item_id)))
  const shares: (Share & { shop_order_id: string | null })[] = []
  for (const { part, lines: those } of chosen) {
    const minor = await shrinkPart(manager, part, those, standing.currency, at, actor, reason)
    if (minor > 0) shares.push({ account: account.hold(part.hold_id), amount: money(minor, standing.currency), shop_order_id: part.shop_order_id })
  }
  if (whole) {
    await manager.execute("update escrow_order set own_income_minor = 0, own_tax_minor = 0, updated_at = ?::timestamptz where order_id = ?", [at, order_id])
    for (const own of standing.own) if (own.brought > own.left) shares.push({ account: own.account, amount: money(own.brought - own.left, standing.currency), shop_order_id: null })
  }
  const cancelled = sumOf(lines)
  const refund = shares.reduce((all, share) => all + share.amount.minor, 0)
  await manager.execute(
    `insert into escrow_cancellation (id, order_id, whole, lines, currency, amount_minor, refund_minor, actor_type, actor_id, reason, at, followed_at)
     values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)`,
    [id, order_id, whole, JSON.stringify(lines), standing.currency, cancelled, refund, actor.type, actor.id, reason, at, asked.followed ? at : null],
  )
  if (speaksForMerchant(actor)) await noteSeller(manager, id, chosen, standing.currency, actor, at)
  let refund_id: string | null = null
  if (refund > 0) {
    await noteOutflows(manager, `cancel:${id}`, order_id, shares, at)
    refund_id = await dueRefund(manager, {
      order_id, shop_order_id: chosen.length === 1 && !whole ? (chosen[0]?.part.shop_order_id ?? null) : null,
      amount: money(refund, standing.currency), reason, reference: null, execute_after: asked.refund_after ?? at,
    })
    await postWithin(manager, [cancelPart({ id, order_id }, shares, reason)], at)
  }
  await settlePaid(manager, order_id, at)
  for (const { part } of chosen) await catchUp(manager, part, at, actor)
  return { id, whole, refund_id }
}

/** The live parts a scope names. @throws shop_order_not_found, part_already_sent */
function partsIn(standing: Standing, { shop_order_id, line_item_ids }: Scope): Part[] {
  const parts = standing.parts.filter((part) => (shop_order_id === undefined || part.shop_order_id === shop_order_id) && part.state !== "cancelled")
  if (shop_order_id !== undefined && !standing.parts.some((part) => part.shop_order_id === shop_order_id)) refuse("shop_order_not_found", { id: shop_order_id })
  const sent = parts.find((part) => part.lines.some((line) => line.packed_quantity > 0))
  if (sent && line_item_ids === undefined) refuse("part_already_sent", { id: sent.shop_order_id })
  return parts
}

/** What to cancel of a part: of the named lines, or of all, the units that are in no parcel. @throws part_already_sent */
function linesIn(part: Part, { line_item_ids, keeps = {} }: Scope): CancelledLine[] {
  const named = part.lines.filter((line) => (line_item_ids === undefined ? open(line) : line_item_ids.includes(line.line_item_id)))
  const sent = named.find((line) => !open(line))
  if (sent) refuse("part_already_sent", { id: sent.line_item_id })
  return named.map((line) => {
    const stays = Math.max(line.packed_quantity, keeps[line.line_item_id] ?? 0)
    const [gone] = allocate(money(line.amount - line.packed_amount, "xxx"), [line.quantity - stays, stays - line.packed_quantity])
    return { line_item_id: line.line_item_id, quantity: line.quantity - stays, keeps: stays, amount_minor: gone?.minor ?? 0 }
  })
}

/** What waited for nothing but the cancelled lines has arrived, or is finished. */
async function catchUp(manager: SqlManager, part: Part, at: Instant, actor: Actor): Promise<void> {
  const [parcel] = await manager.execute<{ id: string }>("select id from escrow_parcel where shop_order_id = ? and state <> 'discarded' limit 1", [part.shop_order_id])
  if (!parcel) return
  await arrive(manager, parcel.id, at, actor)
  await finish(manager, [part.hold_id], at, actor)
}

/** A line that is partly in parcels keeps what is in them; the others are gone. */
async function cancelLines(manager: SqlManager, lines: CancelledLine[], at: Instant): Promise<void> {
  await manager.execute(
    `update shop_order_line l set cancelled_at = case when c.keeps = 0 then ?::timestamptz end, updated_at = ?::timestamptz,
       quantity = case when c.keeps = 0 then l.quantity else c.keeps end,
       amount_minor = case when c.keeps = 0 then l.amount_minor else l.amount_minor - c.minor end
     from unnest(array[?]::text[], array[?]::int[], array[?]::bigint[]) as c(id, keeps, minor) where l.line_item_id = c.id`,
    [at, at, lines.map((line) => line.line_item_id), lines.map((line) => line.keeps), lines.map((line) => line.amount_minor)],
  )
}

/**
 * Takes the lines out of their part: its amounts, its state, and the state of its hold.
 * @returns the money that the hold now has beyond what is due, in minor units
 */
async function shrinkPart(manager: SqlManager, part: Part, lines: CancelledLine[], currency: string, at: Instant, actor: Actor, reason: string): Promise<number> {
  const by = money(sumOf(lines), currency).minor
  await manager.execute("update escrow_hold set amount_minor = amount_minor - ?, updated_at = ?::timestamptz where id = ?", [by, at, part.hold_id])
  const keeps = new Map(lines.map((line) => [line.line_item_id, line.keeps]))
  const whole = part.lines.every((line) => keeps.get(line.line_item_id) === 0)
  const move = { history, ids: [part.shop_order_id], at, actor, reason }
  if (whole) {
    await moveWithin(manager, { ...move, table: "shop_order", machine: shopOrderMachine, event: "cancel" })
    await moveWithin(manager, { ...move, table: "escrow_hold", machine: holdMachine, ids: [part.hold_id], event: part.hold_state === "held" ? "finish" : "cancel" })
    return remainingOf(part)
  }
  await manager.execute("update shop_order set amount_minor = amount_minor - ?, updated_at = ?::timestamptz where id = ?", [by, at, part.shop_order_id])
  const allSent = part.lines.every((line) => (keeps.get(line.line_item_id) ?? line.quantity) === line.packed_quantity)
  if (allSent && part.state === "partly_shipped") await moveWithin(manager, { ...move, table: "shop_order", machine: shopOrderMachine, event: "ship" })
  return Math.max(0, part.brought - part.left - (part.due - by))
}

/** A seller's cancellation is a fact that penalties will ask for: who, when, and how long after the order was final. */
async function noteSeller(manager: SqlManager, id: string, chosen: { part: Part; lines: CancelledLine[] }[], currency: string, actor: Actor, at: Instant): Promise<void> {
  for (const { part, lines } of chosen) {
    const [paid] = await manager.execute<{ at: string }>(
      "select at from escrow_history where row_id = ? and event = 'pay' order by id limit 1", [part.shop_order_id],
    )
    await manager.execute(
      `insert into seller_cancellation (cancellation_id, shop_order_id, merchant_id, shop_id, member_id, currency, amount_minor, cancelled_at, hours_since_final)
       values (?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?)`,
      [
        id, part.shop_order_id, part.merchant_id, part.shop_id, actor.id, currency,
        sumOf(lines), at, hoursSinceFinal(paid ? instantOf(paid.at) : null, at),
      ],
    )
  }
}
