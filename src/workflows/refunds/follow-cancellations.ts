import type { MedusaContainer } from "@medusajs/framework/types"
import { beginOrderEditOrderWorkflow, orderEditUpdateItemQuantityWorkflow } from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import type { Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { suspend } from "../../modules/escrow/adoption"
import type { Unfollowed } from "../../modules/escrow/following"
import type EscrowModuleService from "../../modules/escrow/service"
import { cancelInMedusa } from "./cancel-in-medusa"
import { confirmEdit } from "./confirm-edit"
import { byUs, isDoubtful, readMedusaOrder, type MedusaOrder } from "./medusa-order"
import { correctEdit, previewedPending, scaleDiscounts } from "./medusa-totals"
import { closeLeftOpen } from "./open-changes"

/**
 * Makes Medusa's order follow our cancellations by its own means, so that its totals and its page are right: an order edit takes the
 * units out, with their share of the discounts. Its resulting totals are tried first: what Medusa will owe by it is made what our books
 * owe within the same edit. An order of which nothing is left and nothing was paid is cancelled; one that was paid is emptied, and
 * cancelled when its refunds are made (`cancelEmptied`). Safe twice: what Medusa knows already is left alone.
 */
export async function followInMedusa(container: MedusaContainer, orderId: string, cancellations: Unfollowed[], at: Instant): Promise<void> {
  const order = await readMedusaOrder(container, orderId)
  if (order.canceled) return
  // Medusa takes a refund that nobody has answered for as made: what it owes cannot be told.
  if (isDoubtful(order)) throw new Error("a provider has not answered for a refund of this order")
  if (cancellations.some((each) => each.whole) && (await cancelInMedusa(container, order))) return
  const keeps = new Map(cancellations.flatMap((each) => each.lines.map((line) => [line.line_item_id, line.keeps] as const)))
  const changed = order.items.filter((item) => item.quantity > (keeps.get(item.id) ?? item.quantity))
  if (changed.length === 0) return
  const these = new Map(changed.map((item) => [item.id, keeps.get(item.id) ?? 0]))
  await takeOut(container, order, cancellations.filter((each) => each.lines.some((line) => these.has(line.line_item_id))), these, at)
}

async function takeOut(container: MedusaContainer, order: MedusaOrder, cancellations: Unfollowed[], keeps: Map<string, number>, at: Instant): Promise<void> {
  const order_id = order.id
  failpoint("cancellation-before-medusa")
  await beginOrderEditOrderWorkflow(container).run({ input: { order_id, created_by: byUs, internal_note: cancellations.map((each) => each.id).join(" ") } })
  const before = await previewedPending(container, order)
  await orderEditUpdateItemQuantityWorkflow(container).run({
    input: { order_id, items: [...keeps].map(([id, quantity]) => ({ id, quantity })) },
  })
  await scaleDiscounts(container, order_id, keeps)
  const due = cancellations.reduce((all, each) => all + each.refund_minor, 0)
  const dearer = await correctEdit(container, order, { before, due, cancellation: cancellations.at(-1)?.id ?? byUs })
  if (dearer > 0) return giveUp(container, order_id, cancellations, dearer, at)
  failpoint("cancellation-before-confirmation")
  await confirmEdit(container, order_id)
}

/** An edit by which the buyer would owe more is not made: an operator looks at it, and the duty tries again. */
async function giveUp(container: MedusaContainer, orderId: string, cancellations: Unfollowed[], minor: number, at: Instant): Promise<never> {
  await closeLeftOpen(container, orderId) // without the event of Medusa's own cancel, which would have us try again at once, for ever
  const note = `By Medusa's preview, taking out what was cancelled would make the buyer owe ${minor} more minor units; the edit was not made.`
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) => {
    for (const { id, currency } of cancellations) await suspend(manager, { order_id: orderId, source: "edit", reference: `cancellation:${id}`, amount: money(0, currency), note }, at)
  })
  throw new Error(note)
}
