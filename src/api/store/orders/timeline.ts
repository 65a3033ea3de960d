import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { minorOf } from "../../../adapters/columns"
import { endOfDay } from "../../../domain/calendar"
import { account } from "../../../domain/chart"
import { refuse } from "../../../domain/errors"
import { piecesOfOrder, refundsOfParts } from "../../../domain/given-back"
import { forBuyer, piecesOf, type ParcelFacts, type Piece, type SettlementFacts } from "../../../domain/timeline"
import { PASAJ_CALENDAR } from "../../../modules/calendar"
import type CalendarModuleService from "../../../modules/calendar/service"
import { PASAJ_DISPUTE } from "../../../modules/dispute"
import type DisputeModuleService from "../../../modules/dispute/service"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import type EscrowModuleService from "../../../modules/escrow/service"
import { flowEvents, flowsOf, movesOf, sharesOf, windowsOf, type OrderFlows, type TimelineEvent } from "../../../modules/escrow/timeline"
import { PASAJ_LEDGER } from "../../../modules/ledger"
import type LedgerModuleService from "../../../modules/ledger/service"
import { PASAJ_SETTLEMENT } from "../../../modules/settlement"
import type SettlementModuleService from "../../../modules/settlement/service"
import type { nextActionAnswer } from "../../endpoint"
import { shopOrderAnswers } from "../../merchant/shop-orders/answer"
import { actionsOnOrder, type Side } from "../../merchant/shop-orders/next-actions"
import { ownsOrder } from "../../buyer-scope"
import { moneyOf } from "../../money-answer"
import type { TimelineAnswer } from "./contract"

type Part = Awaited<ReturnType<typeof shopOrderAnswers>>[number]
type NextAction = z.infer<typeof nextActionAnswer>

/** A part's own rows in the histories: itself, its hold, its parcels, their windows and its refunds; and what left it. */
type Story = { events: TimelineEvent[]; releasedAt: Map<string, string> }

const byTime = (a: TimelineEvent, b: TimelineEvent): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)

/** What left a part (null: what is in no part) otherwise than by parcels, and how its own refunds went. */
async function backOf(escrow: EscrowModuleService, { flows, refunds }: OrderFlows, partId: string | null): Promise<TimelineEvent[]> {
  const mine = new Map(refunds.filter((refund) => refund.shop_order_id === partId).map((refund) => [refund.id, refund.minor]))
  const moves = mine.size === 0 ? [] : await escrow.repairing((manager) => movesOf(manager, [...mine.keys()]))
  return [...flowEvents(flows.filter((flow) => flow.shop_order_id === partId)), ...moves.map((move) => ({ ...move, minor: mine.get(move.subject) ?? null }))]
}

async function storyOf(escrow: EscrowModuleService, part: Part, all: OrderFlows): Promise<Story> {
  const parcels = part.parcels.map((parcel) => parcel.id)
  const back = await backOf(escrow, all, part.id)
  return escrow.repairing(async (manager) => {
    const windows = await windowsOf(manager, parcels)
    const moves = await movesOf(manager, [part.id, part.hold.id, ...parcels, ...windows.keys()])
    const shares = await sharesOf(manager, part.order_id, [part.hold.id])
    const events = [...moves, ...shares.map(({ hold_id: _hold, ...event }) => event)]
      .map((event) => ({ ...event, subject: windows.get(event.subject) ?? event.subject }))
      .concat(back).sort(byTime)
    const released = moves.filter((move) => move.life === "parcel" && (move.event === "release" || move.event === "split"))
    return { events, releasedAt: new Map(released.map((move) => [move.subject, move.at])) }
  })
}

/** The settlements in which a part's released money may be: those asked for since its first release, one read. */
async function settlementsOf(container: MedusaContainer, part: Part, story: Story): Promise<SettlementFacts[]> {
  const first = [...story.releasedAt.values()].sort()[0]
  if (first === undefined) return []
  const rows = await container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).listMerchantSettlements(
    { merchant_id: part.merchant_id, currency: part.amount.currency, requested_at: { $gte: new Date(first) } }, { order: { requested_at: "ASC" }, take: 100 },
  )
  const { zone } = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
  return rows.map(({ id, state, requested_at, due_on }) => ({ id, state, requested_at: requested_at.toISOString(), due_at: endOfDay(due_on, zone) }))
}

/** What verdicts gave back of parcels that they split. */
async function refundsOf(container: MedusaContainer, part: Part): Promise<Map<string, number>> {
  const split = part.parcels.filter((parcel) => parcel.state === "split").map((parcel) => parcel.id)
  if (split.length === 0) return new Map()
  const cases = await container.resolve<DisputeModuleService>(PASAJ_DISPUTE).listDisputeCases({ parcel_id: split, state: "decided" }, { take: split.length })
  return new Map(cases.map((each) => [each.parcel_id, minorOf(each.refund_minor ?? 0)]))
}

/** What else `side` may do about a piece, beyond what the shop order and its parcels offer. */
function actionsOn({ gate, waits_for, subject }: Piece, side: Side): NextAction[] {
  if (gate === "request" && side === "merchant") return [{ action: "request_settlement", method: "POST", path: "/merchant/settlements" }]
  if (gate === "bank" && waits_for === "operator" && side === "operator") return [{ action: "approve", method: "POST", path: `/admin/settlements/${subject}/approval` }]
  return []
}

const told = (pieces: Piece[], currency: string) => pieces.map(({ minor, ...piece }) => ({ ...piece, amount: moneyOf(minor, currency) }))
const toldEvents = (events: TimelineEvent[], currency: string, side: Side) =>
  events.map(({ minor, ...event }) => ({ ...event, for: side === "buyer" ? null : event.for, amount: minor === null ? null : moneyOf(minor, currency) }))

async function partTimeline(container: MedusaContainer, part: Part, flows: OrderFlows, side: Side) {
  const story = await storyOf(container.resolve<EscrowModuleService>(PASAJ_ESCROW), part, flows)
  const refunds = await refundsOf(container, part)
  const parcels: ParcelFacts[] = part.parcels.map(({ id, state, amount, handed_over_at, delivered_at, window }) => ({
    id, state, minor: amount.minor, handed_over_at, delivered_at, window, released_at: story.releasedAt.get(id) ?? null, refund_minor: refunds.get(id) ?? null,
  }))
  const all = piecesOf({
    id: part.id, state: part.state, minor: part.amount.minor, remaining: part.hold.remaining.minor, placed_at: part.placed_at,
    parcels, settlements: side === "buyer" ? [] : await settlementsOf(container, part, story),
    flows: flows.flows.filter((flow) => flow.shop_order_id === part.id), refunds: refundsOfParts(flows.open, flows.flows).get(part.id) ?? [],
  })
  const pieces = side === "buyer" ? all.map((piece) => forBuyer(piece, part.id)) : all
  const { currency } = part.amount
  const offered = [...part.next_actions, ...part.parcels.flatMap((parcel) => parcel.next_actions), ...pieces.flatMap((piece) => actionsOn(piece, side))]
  return {
    shop_order_id: part.id, shop_id: part.shop_id, state: part.state, amount: part.amount,
    money: told(pieces, currency),
    events: toldEvents(story.events, currency, side),
    next_actions: offered.filter((action, index) => offered.findIndex((each) => each.action === action.action && each.path === action.path) === index),
  }
}

/** What is in no shop's part: the marketplace's own, what was paid beyond what is due, and refunds of several parts at once. */
async function ownTimeline(escrow: EscrowModuleService, { order_id, currency }: { order_id: string; currency: string }, all: OrderFlows, side: Side) {
  const flows = all.flows.filter((flow) => flow.shop_order_id === null)
  const refunds = refundsOfParts(all.open, all.flows).get(null) ?? []
  const pieces = piecesOfOrder({ id: order_id, own: all.own, beyond: all.beyond, flows, refunds })
  return { money: told(pieces, currency), events: toldEvents((await backOf(escrow, all, null)).sort(byTime), currency, side) }
}

async function refundDue(container: MedusaContainer, orderId: string, currency: string) {
  const balances = await container.resolve<LedgerModuleService>(PASAJ_LEDGER).balancesOf([account.refundDue(orderId)])
  return moneyOf(balances.find((balance) => balance.currency === currency)?.minor ?? 0, currency)
}

type Whose = { order_id: string; customer_id?: string; shop_order_id?: string }

/**
 * The money timeline of an order, or of one shop's part of it, as `side` may see it: the cost is that of the order's own
 * rows. @throws order_not_found
 */
export async function timelineOf(container: MedusaContainer, { order_id, customer_id, shop_order_id }: Whose, side: Side): Promise<z.infer<typeof TimelineAnswer>> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const [order] = await escrow.listEscrowOrders({ order_id })
  const hidden = customer_id !== undefined && !(await ownsOrder(container, order_id, customer_id))
  if (!order || hidden) refuse("order_not_found", { id: order_id })
  const rows = await escrow.listShopOrders({ order_id, ...(shop_order_id === undefined ? {} : { id: shop_order_id }) }, { order: { id: "ASC" } })
  const parts = await shopOrderAnswers(container, rows, side)
  const all = await escrow.repairing((manager) => flowsOf(manager, order_id))
  return {
    timeline: {
      order_id, display_id: order.display_id, at: await now(container),
      refund_due: side === "merchant" ? null : await refundDue(container, order_id, order.currency),
      ...(side === "merchant" ? { money: [], events: [] } : await ownTimeline(escrow, order, all, side)),
      parts: await Promise.all(parts.map((part) => partTimeline(container, part, all, side))),
      next_actions: shop_order_id === undefined ? actionsOnOrder(order_id, rows, side) : [],
    },
  }
}
