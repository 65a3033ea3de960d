import type { MedusaContainer } from "@medusajs/framework/types"

import { failpoint } from "../../adapters/failpoint"
import { addToInstant, type Instant } from "../../domain/calendar"
import { isRefusal } from "../../domain/errors"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { suspend, type Suspended } from "../../modules/escrow/adoption"
import { unexplainedBeyond } from "../../modules/escrow/beyond"
import { cancelParts } from "../../modules/escrow/cancellations"
import { unfollowed } from "../../modules/escrow/following"
import { closeTakenOff, growOwn, growParts, joinedLater, type GrownLine } from "../../modules/escrow/growth"
import { judgedPrices, owePriceCuts, priceKey } from "../../modules/escrow/price-cuts"
import type EscrowModuleService from "../../modules/escrow/service"
import { lockOrder, standingOf } from "../../modules/escrow/standing"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { exemptionsAt } from "../../modules/merchant/exemptions"
import type MerchantModuleService from "../../modules/merchant/service"
import { categoriesOf } from "../catalogue/categories"
import { adoptReturns, type Unjoined } from "./adopt-returns"
import type { Change } from "./confirmed-changes"
import type { MedusaOrder } from "./medusa-order"
import { keepStock } from "./medusa-stock"
import { operatorEdits, type OperatorEdits } from "./operator-edits"

/** After an edit on Medusa's page an operator usually refunds by hand; this long we wait before we do. */
const BY_HAND_HOURS = 1
const byMedusa = { type: "operator", id: "medusa-order-page" } as const
const escrowOf = (container: MedusaContainer) => container.resolve<EscrowModuleService>(PASAJ_ESCROW)

/**
 * Adopts what an operator did to the order itself on Medusa's order page:
 * - an order cancelled there, and units taken out by an edit, are cancelled here, and their money is due to the buyer;
 * - units and lines added, and lines made dearer, join their shop's part when they have been paid for, and wait in the operators'
 *   queue until then; lines of no shop become the marketplace's own income in the same way;
 * - of lines made cheaper, the difference is due to the buyer;
 * - returns received, claims and exchanges have rules of their own (`adoptReturns`);
 * - units taken out that are in a parcel go to the queue, and so does money that was paid and that no line explains.
 * @param changes the confirmed ones that are in the order @param followed our cancellations that Medusa's order has in it: with another one pending, no return can be judged
 */
export async function adoptChanges(container: MedusaContainer, order: MedusaOrder, changes: Change[], followed: string[], at: Instant): Promise<void> {
  const edits = operatorEdits(changes)
  const { scope, own_lines, more, sent, added, dearer, cheaper, lines } = await escrowOf(container).within(async (manager) => {
    await lockOrder(manager, order.id)
    const standing = await standingOf(manager, order.id)
    const pending = new Set((await unfollowed(manager, order.id)).flatMap((each) => each.lines.map((line) => line.line_item_id)))
    return compare(order, standing.parts.flatMap((part) => part.lines), pending, edits, await judgedPrices(manager, order.id))
  })
  const grown = await ofShops(container, order.items.filter((item) => more.includes(item.id) || dearer.includes(item.id) || added.includes(item)))
  const own = added.filter((item) => edits.added.has(item.id) && !grown.some((line) => line.line_item_id === item.id))
  const of = (source: Suspended["source"], reference: string, note: string): Suspended =>
    ({ order_id: order.id, source, reference, amount: money(0, order.currency), note })
  const strange = [
    ...grown.filter((line) => more.includes(line.line_item_id)).map(({ line_item_id: id }) => of("edit", `more:${id}`, `On Medusa's order page the line ${id} was given more units.`)),
    ...sent.map((id) => of("edit", `sent:${id}`, `On Medusa's order page units of the line ${id} were taken out that are in a parcel.`)),
    ...grown.filter((line) => dearer.includes(line.line_item_id)).map(({ line_item_id: id }) => of("edit", priceKey(id, edits.repriced.get(id) ?? ""), `On Medusa's order page the line ${id} was made dearer.`)),
    ...grown.filter((line) => ![...more, ...dearer].includes(line.line_item_id)).map(({ line_item_id: id }) => of("edit", `added:${id}`, `On Medusa's order page the line ${id} of a shop's product was added.`)),
    ...own.map(({ id }) => of("edit", `added:${id}`, `On Medusa's order page the line ${id} of no shop was added.`)),
  ]
  const now = await adoptReturns(container, order, changes, { unjoined: unjoinedOf(grown, lines), followed }, at)
  const joined = await escrowOf(container).within(async (manager) => {
    for (const each of strange) await suspend(manager, each, at)
    await closeTakenOff(manager, order.id, stillMore(order, lines, edits), at, byMedusa)
    if (grown.length > 0) await growParts(manager, order.id, grown, now.pending_minor > 0 ? 0 : now.credits_minor, at, byMedusa)
    if (own.length > 0) await growOwn(manager, order.id, own.map((item) => ({ ...item, line_item_id: item.id })), at, byMedusa)
    const beyond = await unexplainedBeyond(manager, order.id, Math.max(0, -now.pending_minor))
    if (beyond >= Math.max(1, order.items.length)) await suspend(manager, of("edit", `beyond:${order.id}:${beyond}`, `The buyer paid ${beyond} minor units that no line of a shop explains, and that Medusa does not owe back. Refunding them on Medusa's order page gives them back.`), at)
    const open = (await standingOf(manager, order.id)).parts.flatMap((part) => part.lines.filter((line) => line.quantity > line.packed_quantity))
    return joinedLater(manager, open.map((line) => line.line_item_id)) // those of an earlier time too: a stop may have come before their stock
  })
  if (joined.length > 0) failpoint("adoption-before-stock")
  await keepStock(container, order.id, joined)
  if (scope.line_item_ids.length > 0) await cancelThose(container, order, scope, own_lines, at)
  if (cheaper.length === 0) return
  // After the cancellations: what Medusa owes for those is no price that fell.
  const cuts = { order_id: order.id, lines: cheaper, owed_minor: -now.pending_minor, refund_after: addToInstant(at, { ms: BY_HAND_HOURS * 3_600_000 }) }
  await escrowOf(container).within((manager) => owePriceCuts(manager, cuts, at))
}

async function cancelThose(container: MedusaContainer, order: MedusaOrder, scope: { line_item_ids: string[]; keeps: Record<string, number> }, own_lines: number, at: Instant): Promise<void> {
  const refund_after = order.canceled ? at : addToInstant(at, { ms: BY_HAND_HOURS * 3_600_000 })
  const reason = order.canceled ? "the order was cancelled on Medusa's order page" : "taken out on Medusa's order page"
  try {
    await escrowOf(container).within((manager) => cancelParts(manager, { order_id: order.id, scope, own_lines, refund_after, followed: order.canceled, actor: byMedusa, reason }, at))
  } catch (error) {
    if (!isRefusal(error, "nothing_to_cancel")) throw error
  }
}

type Line = { line_item_id: string; quantity: number; packed_quantity: number; amount: number }

/** What was added to shops' parts and has not been paid for yet, in minor units. */
const unjoinedOf = (grown: GrownLine[], lines: Line[]): Unjoined[] =>
  grown.map(({ line_item_id, total_minor }) => ({
    line_item_id, minor: total_minor - (lines.find((line) => line.line_item_id === line_item_id)?.amount ?? 0),
  }))

/** The references in the queue of what Medusa's order has beyond our parts. */
const stillMore = (order: MedusaOrder, lines: Line[], { repriced }: OperatorEdits): string[] =>
  (order.canceled ? [] : order.items).flatMap(({ id, quantity }) => {
    const line = lines.find((each) => each.line_item_id === id)
    return [`added:${id}`, priceKey(id, repriced.get(id) ?? ""), ...(line && quantity <= line.quantity ? [] : [`more:${id}`])]
  })

/** What Medusa's order has less, or more, than our parts. Lines of a cancellation that Medusa does not know yet are left out. */
function compare(order: MedusaOrder, lines: Line[], pending: Set<string>, { repriced }: OperatorEdits, judgedBefore: Set<string>) {
  const items = order.canceled ? [] : order.items
  const quantities = new Map(items.map((item) => [item.id, item.quantity]))
  const there = (line: Line) => quantities.get(line.line_item_id) ?? 0
  const judged = lines.filter((line) => !pending.has(line.line_item_id))
  const smaller = judged.filter((line) => there(line) < line.quantity && line.quantity > line.packed_quantity)
  const ours = new Set([...lines.map((line) => line.line_item_id), ...pending])
  const added = items.filter((item) => !ours.has(item.id))
  const totalOf = (line: Line) => items.find((item) => item.id === line.line_item_id)?.total_minor ?? line.amount
  const priced = judged.filter((line) => repriced.has(line.line_item_id) && there(line) === line.quantity && !judgedBefore.has(priceKey(line.line_item_id, repriced.get(line.line_item_id) ?? "")))
  const risen = (line: Line) => totalOf(line) - line.amount
  return {
    scope: { line_item_ids: smaller.map((line) => line.line_item_id), keeps: Object.fromEntries(smaller.map((line) => [line.line_item_id, there(line)])) },
    more: judged.filter((line) => there(line) > line.quantity).map((line) => line.line_item_id),
    sent: judged.filter((line) => there(line) < line.packed_quantity).map((line) => line.line_item_id),
    own_lines: added.length,
    /** What was all sent is left to the queue: no parcel would bring the rest to its merchant. */
    dearer: priced.filter((line) => risen(line) > 0 && line.quantity > line.packed_quantity).map((line) => line.line_item_id),
    cheaper: priced.filter((line) => risen(line) < 0).map((line) => ({ line_item_id: line.line_item_id, minor: -risen(line), change_id: repriced.get(line.line_item_id) ?? "" })),
    added,
    lines,
  }
}

/** Those of the lines whose product stands in a shop. */
async function ofShops(container: MedusaContainer, items: MedusaOrder["items"]): Promise<GrownLine[]> {
  const products = items.flatMap((item) => item.product_id ?? [])
  if (products.length === 0) return []
  const merchants = container.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const places = await merchants.placementsOf(products)
  const exemptions = await merchants.reading((manager) => exemptionsAt(manager, products, null))
  const categories = await categoriesOf(container, places.map((each) => each.product_id))
  const placeOf = new Map(places.map((each) => [each.product_id, each]))
  return items.flatMap(({ id, product_id, title, quantity, total_minor }) => {
    const place = placeOf.get(product_id ?? "")
    const ids = categories.get(product_id ?? "")
    const line = { line_item_id: id, product_id, exemption: exemptions.get(product_id ?? "") ?? null, title, quantity, total_minor }
    return place ? [{ ...line, shop_id: place.shop_id, merchant_id: place.merchant_id, ...(ids === undefined ? {} : { category_ids: ids }) }] : []
  })
}
