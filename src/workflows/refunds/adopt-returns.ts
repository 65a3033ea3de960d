import type { MedusaContainer } from "@medusajs/framework/types"
import { ChangeActionType, ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createOrderCreditLinesWorkflow } from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import { toMedusa } from "../../adapters/medusa-money"
import { addToInstant, type Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { givenBefore } from "../../domain/returns"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { decideCase, openCaseOf } from "../../modules/dispute/cases"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { closeClaim, noteClaim } from "../../modules/escrow/claimed"
import { unfollowed } from "../../modules/escrow/following"
import { owedToBuyer } from "../../modules/escrow/refund-reads"
import { knownChanges, takeBack, worthOfUnits, type Received, type Source, type Units } from "../../modules/escrow/returns"
import type EscrowModuleService from "../../modules/escrow/service"
import { lockOrder } from "../../modules/escrow/standing"
import { confirmedChanges, type Change } from "./confirmed-changes"
import { byUs, type MedusaOrder } from "./medusa-order"

/** A line on Medusa's order that its shop's part lacks, or has less of, and what that costs. */
export type Unjoined = { line_item_id: string; minor: number }

/** What a return is judged by beside itself: what waits to join, and our cancellations that Medusa's order has in it. */
export type Beside = { unjoined: Unjoined[]; followed: string[] }

type ReturnRow = { id: string; claim_id: string | null; exchange_id: string | null }

/** An operator may refund by hand this long after the goods were received; then we do. */
const BY_HAND_HOURS = 1
const byMedusa = { type: "operator", id: "medusa-order-page" } as const
const received = new Set<string>([ChangeActionType.RECEIVE_RETURN_ITEM, ChangeActionType.RECEIVE_DAMAGED_RETURN_ITEM])
const escrowOf = (container: MedusaContainer) => container.resolve<EscrowModuleService>(PASAJ_ESCROW)

/**
 * Adopts what came back, and what was claimed, on Medusa's order page (domain: Medusa's own buttons):
 * - received units of a return, a claim or an exchange: `takeBack`, from the shop that sent them;
 * - a claim without a return makes nothing due; a refund by hand that follows is its lines' shop's.
 * Lines that a claim or an exchange adds join their shop's part as an edit's do: at once when they cost nothing, else when they
 * are paid for, by the buyer or by what came back.
 * @returns the order, with what was taken back in Medusa
 */
export async function adoptReturns(container: MedusaContainer, order: MedusaOrder, confirmed: Change[], beside: Beside, at: Instant): Promise<MedusaOrder> {
  const changes = confirmed.filter((change) => change.change_type !== "edit")
  if (changes.length === 0) return order
  const known = await escrowOf(container).repairing((manager) => knownChanges(manager, order.id))
  const fresh = changes.filter((change) => !known.has(change.id))
  for (const claim of fresh.filter((change) => change.change_type === "claim")) await adoptClaim(container, order, claim, at)
  let now = order
  for (const change of fresh.filter((each) => each.change_type === "return_receive")) {
    now = await takeBackGiven(container, now, change)
    await adoptReceived(container, now, change, changes, beside, at)
  }
  return now
}

/**
 * Units come back of which a refund gave something back before: Medusa owes their whole price, and a credit line of its own takes
 * that much back, so that it is given once. It comes first, and the return is judged by what Medusa owes then; safe twice.
 * @returns the order as it is after that
 */
async function takeBackGiven(container: MedusaContainer, order: MedusaOrder, change: Change): Promise<MedusaOrder> {
  const units = unitsOf(change, received)
  if (order.credits_minor <= 0 || order.credited.includes(change.id)) return order
  const pieces = await escrowOf(container).within((manager) => worthOfUnits(manager, order.id, units))
  const given = givenBefore(order.credits_minor, pieces.map((piece) => ({ price: priceOf(order, piece.line_item_id, piece.units), worth: piece.worth })))
  const minor = Math.min(given, -order.pending_minor)
  if (minor <= 0) return order
  // No more than Medusa owes, which it counts in decimals: else it refuses.
  const amount = -Math.min(toMedusa(money(minor, order.currency)), order.owes)
  await createOrderCreditLinesWorkflow(container).run({ input: { id: order.id, credit_lines: [{ amount, reference: byUs, reference_id: change.id }] } })
  return { ...order, pending_minor: order.pending_minor + minor, credits_minor: order.credits_minor - minor }
}

/** Whether Medusa has received or claimed something of an order that our books have not judged yet. */
export async function hasUnjudged(container: MedusaContainer, orderId: string): Promise<boolean> {
  const changes = (await confirmedChanges(container, orderId)).filter((change) => change.change_type === "return_receive" || change.change_type === "claim")
  if (changes.length === 0) return false
  const known = await escrowOf(container).repairing((manager) => knownChanges(manager, orderId))
  return changes.some((change) => !known.has(change.id))
}

async function adoptClaim(container: MedusaContainer, order: MedusaOrder, claim: Change, at: Instant): Promise<void> {
  const units = unitsOf(claim, new Set([ChangeActionType.WRITE_OFF_ITEM]))
  const own = await ownWorth(container, order, units)
  await escrowOf(container).within((manager) => noteClaim(manager, { change_id: claim.id, order_id: order.id, units, own_minor: own }, at))
}

/** What units of a line cost, in minor units. */
function priceOf({ items }: MedusaOrder, lineId: string, units: number): number {
  const item = items.find((each) => each.id === lineId)
  return item ? Math.round((item.whole_minor * units) / item.quantity) : 0
}

/** What units of the marketplace's own lines cost. */
async function ownWorth(container: MedusaContainer, order: MedusaOrder, units: Units[]): Promise<number> {
  const shops = await escrowOf(container).listShopOrderLines({ line_item_id: units.map((each) => each.line_item_id) }, { select: ["line_item_id"] })
  const ofShops = new Set(shops.map((line) => line.line_item_id))
  return units.filter((each) => !ofShops.has(each.line_item_id)).reduce((all, { line_item_id, quantity }) => all + priceOf(order, line_item_id, quantity), 0)
}

async function adoptReceived(container: MedusaContainer, order: MedusaOrder, change: Change, changes: Change[], { unjoined, followed }: Beside, at: Instant): Promise<void> {
  const { source, parents } = await originOf(container, change, changes)
  const replacing = new Set(parents.flatMap((parent) => unitsOf(parent, new Set([ChangeActionType.ITEM_ADD])).map((each) => each.line_item_id)))
  const sumOf = (rows: Unjoined[]) => rows.reduce((all, each) => all + each.minor, 0)
  const elsewhere = sumOf(unjoined.filter((each) => !replacing.has(each.line_item_id)))
  const calendar = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
  const units = unitsOf(change, received)
  const own_minor = await ownWorth(container, order, units)
  await escrowOf(container).within(async (manager) => {
    await lockOrder(manager, order.id)
    // A cancellation that came since Medusa's order was read is due here and not there: the return is judged after it.
    if ((await unfollowed(manager, order.id)).some((each) => !followed.includes(each.id))) throw new Error("a cancellation came while a return was judged")
    const owed = -(order.pending_minor - elsewhere) - (await owedToBuyer(manager, order.id))
    const back: Received = {
      change_id: change.id, order_id: order.id, source, units, owed_minor: owed, own_minor,
      unpaid_minor: sumOf(unjoined.filter((each) => replacing.has(each.line_item_id))),
      refund_after: addToInstant(at, { ms: BY_HAND_HOURS * 3_600_000 }),
    }
    const closed = await takeBack(manager, back, calendar, at, byMedusa)
    if (closed === null) return
    await closeClaim(manager, parents.map((parent) => parent.id))
    for (const { parcel_id, kept_minor, refund_minor } of closed) {
      const open = await openCaseOf(manager, parcel_id)
      const verdict = { for: kept_minor > 0 ? "split" : "buyer" } as const
      if (open !== null) await decideCase(manager, { case_id: open.id, verdict, refund_minor, note: "all of it came back, on Medusa's order page" }, at, byMedusa)
    }
    failpoint("return-before-commit")
  })
}

/** Whether it came back by itself, or by a claim or an exchange, and the changes that began that. */
async function originOf(container: MedusaContainer, change: Change, changes: Change[]): Promise<{ source: Source; parents: Change[] }> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "return", fields: ["id", "claim_id", "exchange_id"], filters: { id: change.return_id ?? "" } })
  const [row] = data as ReturnRow[]
  const exchange = row?.exchange_id ?? change.exchange_id
  const claim = row?.claim_id ?? change.claim_id
  if (exchange) return { source: "exchange", parents: changes.filter((each) => each.change_type === "exchange" && each.exchange_id === exchange) }
  if (claim) return { source: "claim", parents: changes.filter((each) => each.change_type === "claim" && each.claim_id === claim) }
  return { source: "return", parents: [] }
}

const unitsOf = (change: Change, actions: Set<string>): Units[] =>
  (change.actions ?? []).flatMap((each) => {
    const { reference_id, quantity } = each?.details ?? {}
    const units = Number(typeof quantity === "object" ? quantity.value : quantity)
    return each && actions.has(each.action) && reference_id && Number.isInteger(units) && units > 0 ? [{ line_item_id: reference_id, quantity: units }] : []
  })
