import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { BusinessCalendar, Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { allocate, money } from "../../domain/money"
import { oweHeldRefund, oweReleasedRefund } from "../../domain/refund-journals"
import { exchangeCredited, splitReturn, worthOf } from "../../domain/returns"
import { closeReturned, type ClosedParcel } from "./returned-parcels"
import { dueRefund, noteOutflows, type Outflow } from "./refunds"
import { cutOut } from "./shrink"
import { lockOrder, standingOf, type Part, type Standing } from "./standing"

export type Source = "return" | "claim" | "exchange"
export type Units = { line_item_id: string; quantity: number }
/** What Medusa has received back by one change of an order. */
export type Received = {
  change_id: string
  order_id: string
  source: Source
  units: Units[]
  /** What Medusa's order now owes the buyer beyond what our books have made due, in minor units. */
  owed_minor: number
  /** The price of what came back of the marketplace's own lines. */
  own_minor: number
  /** What the replacements cost that are not in their shop's part yet. */
  unpaid_minor: number
  refund_after: Instant
}

const heldStates = ["handed_over", "delivered", "lost"]
/** Some units of one line in one parcel, with what the books still have for them. */
type Piece = { parcel_id: string; line_item_id: string; shop_order_id: string; held: boolean; units: number; minor: number }
type Settled = { piece: Piece; refund: number; credit: number }

/** The changes of Medusa's order that are in our books already. */
export async function knownChanges(manager: SqlManager, orderId: string): Promise<Set<string>> {
  const rows = await manager.execute<{ change_id: string }>("select distinct change_id from escrow_sent_back where order_id = ?", [orderId])
  return new Set(rows.map((row) => row.change_id))
}

/**
 * Takes back, once, the units that Medusa has received: their money is due to the buyer as far as Medusa owes it, pays for
 * replacements, or stays with the merchant (`splitReturn`). It comes from the shop they were sent by: out of the hold while
 * their parcel is there, else out of what the merchant was given. A parcel that is back as a whole has nothing to wait for.
 * @returns the parcels that were closed by it, whose cases are over; null when it was in the books already
 */
export async function takeBack(manager: SqlManager, received: Received, calendar: BusinessCalendar, at: Instant, actor: Actor): Promise<ClosedParcel[] | null> {
  const { change_id, order_id, source } = received
  await lockOrder(manager, order_id)
  if ((await knownChanges(manager, order_id)).has(change_id)) return null
  const standing = await standingOf(manager, order_id)
  const pieces = await piecesOf(manager, received, standing)
  const settled = share(pieces, splitReturn(sum(pieces, (piece) => piece.minor), received.owed_minor, received.unpaid_minor))
  await manager.execute(
    `update escrow_parcel_item i set returned_quantity = i.returned_quantity + r.units
     from unnest(array[?]::text[], array[?]::text[], array[?]::int[]) as r(parcel, line, units) where i.parcel_id = r.parcel and i.line_item_id = r.line`,
    [pieces.map((piece) => piece.parcel_id), pieces.map((piece) => piece.line_item_id), pieces.map((piece) => piece.units)],
  )
  for (const part of standing.parts) {
    const mine = settled.filter(({ piece }) => piece.shop_order_id === part.shop_order_id)
    if (mine.length > 0) await settlePart(manager, received, part, mine, standing.currency, at)
  }
  // What Medusa owes beyond our shops' share is for the marketplace's own lines: a refund by hand may take it from there.
  const own = Math.min(received.own_minor, Math.max(0, received.owed_minor - sum(settled, (each) => each.refund)))
  await noteSentBack(manager, { change_id, order_id, shop_order_id: null, source, refund: 0, credit: 0, open: own }, at)
  const refunds = new Map<string, number>()
  for (const { piece, refund } of settled) if (piece.held) refunds.set(piece.parcel_id, (refunds.get(piece.parcel_id) ?? 0) + refund)
  return closeReturned(manager, refunds, calendar, at, actor)
}

/** What the books still have for units that came back, piece by piece: those of one line in one parcel. */
export async function worthOfUnits(manager: SqlManager, order_id: string, units: Units[]): Promise<{ line_item_id: string; units: number; worth: number }[]> {
  await lockOrder(manager, order_id)
  const pieces = await piecesOf(manager, { order_id, units }, await standingOf(manager, order_id))
  return pieces.map((piece) => ({ line_item_id: piece.line_item_id, units: piece.units, worth: piece.minor }))
}

export type SentBack = { change_id: string; order_id: string; shop_order_id: string | null; source: Source; refund: number; credit: number; open: number }

export async function noteSentBack(manager: SqlManager, row: SentBack, at: Instant): Promise<void> {
  await manager.execute(
    `insert into escrow_sent_back (change_id, order_id, shop_order_id, source, refund_minor, credit_minor, open_minor, at)
     values (?, ?, ?, ?, ?, ?, ?, ?::timestamptz) on conflict do nothing`,
    [row.change_id, row.order_id, row.shop_order_id, row.source, row.refund, row.credit, row.open, at],
  )
}

async function settlePart(manager: SqlManager, received: Received, part: Part, settled: Settled[], currency: string, at: Instant): Promise<void> {
  const { change_id, order_id, source } = received
  const held = settled.filter(({ piece }) => piece.held)
  const flow = (name: string, minor: number): Outflow => ({ account: name, amount: money(minor, currency), shop_order_id: part.shop_order_id })
  const flows = (of: "refund" | "credit") => [
    flow(account.hold(part.hold_id), sum(held, (each) => each[of])),
    flow(account.payable(part.merchant_id), sum(settled, (each) => each[of]) - sum(held, (each) => each[of])),
  ]
  await cutOut(manager, part, held.map(({ piece, refund, credit }) => ({ ...piece, cut: refund + credit })), at)
  const [refund, credit] = [sum(settled, (each) => each.refund), sum(settled, (each) => each.credit)]
  if (refund > 0) await oweReturn(manager, received, part, flows("refund"), at)
  if (credit > 0) {
    const shares = flows("credit").filter((each) => each.amount.minor > 0)
    const waits: Outflow = { account: account.suspense("overpaid"), amount: { minor: -credit, currency }, shop_order_id: null }
    const key = `${change_id}:${part.shop_order_id}`
    await noteOutflows(manager, `return:${key}:credit`, order_id, [...shares, waits], at)
    await postWithin(manager, [exchangeCredited(key, currency, shares)], at)
  }
  await noteSentBack(manager, { change_id, order_id, shop_order_id: part.shop_order_id, source, refund, credit, open: 0 }, at)
}

/** The buyer's money again: out of the hold, and out of what the merchant was given, below zero if it must. */
async function oweReturn(manager: SqlManager, { change_id, order_id, source, refund_after }: Received, part: Part, flows: Outflow[], at: Instant): Promise<void> {
  const [held, released] = flows
  const amount = money(sum(flows, (each) => each.amount.minor), held?.amount.currency ?? "xxx")
  const reason = `sent back on Medusa's order page (${source})`
  const id = await dueRefund(manager, { order_id, shop_order_id: part.shop_order_id, amount, reason, reference: change_id, execute_after: refund_after })
  if (held && held.amount.minor > 0) {
    await noteOutflows(manager, `refund:${id}:owed`, order_id, [held], at)
    await postWithin(manager, [oweHeldRefund({ id, order_id }, [held], reason)], at)
  }
  if (released && released.amount.minor > 0) {
    await noteOutflows(manager, `refund:${id}:recourse`, order_id, [released], at)
    await postWithin(manager, [oweReleasedRefund({ id, order_id }, part.merchant_id, released.amount, reason)], at)
  }
}

type ItemRow = {
  parcel_id: string; line_item_id: string; shop_order_id: string; state: string; quantity: number; returned_quantity: number; amount_minor: string
  /** Of its parcel: what it was worth, and what of that was released to the merchant. */
  parcel_minor: string; released_minor: string
}

/** Where the units that came back had been sent: parcels whose money is held first, then the others, the oldest first. */
async function piecesOf(manager: SqlManager, { order_id, units }: Pick<Received, "order_id" | "units">, standing: Standing): Promise<Piece[]> {
  const rows = await manager.execute<ItemRow>(
    `select i.parcel_id, i.line_item_id, p.shop_order_id, p.state, i.quantity, i.returned_quantity, i.amount_minor, p.amount_minor as parcel_minor,
       (select coalesce(sum(l.amount), 0) from ledger_journal j join ledger_posting l on l.journal_id = j.id where j.key = 'parcel:' || p.id || ':release') as released_minor
     from escrow_parcel p join escrow_parcel_item i on i.parcel_id = p.id
     where p.order_id = ? and p.state not in ('packed', 'discarded') and i.line_item_id = any(array[?]::text[]) order by p.id, i.line_item_id for update of p`,
    [order_id, units.map((each) => each.line_item_id)],
  )
  const left = new Map<string, number>()
  for (const { line_item_id, quantity } of units) left.set(line_item_id, (left.get(line_item_id) ?? 0) + quantity)
  const recoverable = new Map(standing.parts.map((part) => [part.shop_order_id, part.recoverable]))
  const first = rows.filter((row) => heldStates.includes(row.state))
  return [...first, ...rows.filter((row) => !first.includes(row))].flatMap((row) => {
    const there = row.quantity - row.returned_quantity
    const taken = Math.min(left.get(row.line_item_id) ?? 0, there)
    if (taken === 0) return []
    left.set(row.line_item_id, (left.get(row.line_item_id) ?? 0) - taken)
    const held = heldStates.includes(row.state)
    const full = minorOf(row.amount_minor)
    // A held parcel's item became smaller with what came back earlier; another still says what it was, and of a parcel that a verdict
    // split its merchant was given a share, of one that was given back nothing.
    const sent = worthOf(full, taken, row.quantity)
    const worth = held ? worthOf(full, taken, there) : row.state === "released" ? sent : worthOf(sent, minorOf(row.released_minor), minorOf(row.parcel_minor))
    const minor = held ? worth : Math.min(worth, recoverable.get(row.shop_order_id) ?? 0)
    if (!held) recoverable.set(row.shop_order_id, (recoverable.get(row.shop_order_id) ?? 0) - minor)
    return [{ parcel_id: row.parcel_id, line_item_id: row.line_item_id, shop_order_id: row.shop_order_id, held, units: taken, minor }]
  })
}

/** Shares the refund and the credit over the pieces, in proportion to what each is worth, without losing a unit. */
function share(pieces: Piece[], { refund, credit }: { refund: number; credit: number }): Settled[] {
  const refunds = spread(refund, pieces.map((piece) => piece.minor))
  const credits = spread(credit, pieces.map((piece, index) => piece.minor - (refunds[index] ?? 0)))
  return pieces.map((piece, index) => ({ piece, refund: refunds[index] ?? 0, credit: credits[index] ?? 0 }))
}

const spread = (minor: number, weights: number[]): number[] =>
  minor === 0 ? weights.map(() => 0) : allocate(money(minor, "xxx"), weights).map((each) => each.minor)

const sum = <Row>(rows: Row[], of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0)
