import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import {
  beginOrderEditOrderWorkflow, cancelBeginOrderEditWorkflow, cancelOrderWorkflow, confirmOrderEditRequestWorkflow, orderEditUpdateItemQuantityWorkflow,
} from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import type { Unfollowed } from "../../modules/escrow/following"
import type { MedusaOrder } from "./medusa-order"
import { releaseSentStock } from "./medusa-stock"
import { agreeOnTotals, scaleDiscounts } from "./medusa-totals"

const ours = "pasaj"

/**
 * Makes Medusa's order follow our cancellations by its own means, so that its totals, its stock and its page are right: an
 * order edit takes the units out, with their share of the discounts, and releases their reservation; what Medusa then says
 * is owed to the buyer is what our books owe. An order of which nothing is left is cancelled, which refunds it too. Safe
 * twice: what Medusa knows already is left alone. An edit of ours that a stop left open begins anew.
 */
export async function followInMedusa(container: MedusaContainer, order: MedusaOrder, cancellations: Unfollowed[]): Promise<void> {
  if (order.canceled) return
  const keeps = new Map(cancellations.flatMap((each) => each.lines.map((line) => [line.line_item_id, line.keeps] as const)))
  const changed = order.items.filter((item) => item.quantity > (keeps.get(item.id) ?? item.quantity))
  if (cancellations.some((each) => each.whole)) {
    failpoint("cancellation-before-medusa")
    await cancelOrderWorkflow(container).run({ input: { order_id: order.id, canceled_by: ours } })
    return
  }
  if (changed.length > 0) await takeOut(container, order.id, cancellations, new Map(changed.map((item) => [item.id, keeps.get(item.id) ?? 0])))
  await releaseSentStock(container, order.id, [...keeps.keys()])
  const last = cancellations.at(-1)
  if (last) await agreeOnTotals(container, order.id, last.id)
}

async function takeOut(container: MedusaContainer, orderId: string, cancellations: Unfollowed[], keeps: Map<string, number>): Promise<void> {
  await closeOwnEdit(container, orderId)
  failpoint("cancellation-before-medusa")
  await beginOrderEditOrderWorkflow(container).run({ input: { order_id: orderId, created_by: ours, internal_note: cancellations.map((each) => each.id).join(" ") } })
  await orderEditUpdateItemQuantityWorkflow(container).run({
    input: { order_id: orderId, items: [...keeps].map(([id, quantity]) => ({ id, quantity })) },
  })
  await scaleDiscounts(container, orderId, keeps)
  await confirmOrderEditRequestWorkflow(container).run({ input: { order_id: orderId, confirmed_by: ours } })
}

async function closeOwnEdit(container: MedusaContainer, orderId: string): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order_change", fields: ["id", "created_by", "status"], filters: { order_id: orderId, status: ["pending", "requested"] } })
  if (data.some((change) => change.created_by === ours)) await cancelBeginOrderEditWorkflow(container).run({ input: { order_id: orderId } })
}
