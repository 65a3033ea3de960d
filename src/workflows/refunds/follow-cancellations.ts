import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import {
  beginOrderEditOrderWorkflow, cancelBeginOrderEditWorkflow, cancelOrderWorkflow, confirmOrderEditRequestWorkflow, orderEditUpdateItemQuantityWorkflow,
} from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import type { Unfollowed } from "../../modules/escrow/following"
import type { MedusaOrder } from "./medusa-order"

const ours = "pasaj"

/**
 * Makes Medusa's order follow our cancellations by its own means, so that its totals, its stock and its page are right: an
 * order edit takes the units out and releases their reservation; an order of which nothing is left is cancelled, which
 * refunds it too. Safe twice: what Medusa knows already is left alone. An edit of ours that a stop left open begins anew.
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
  if (changed.length === 0) return
  await closeOwnEdit(container, order.id)
  failpoint("cancellation-before-medusa")
  await beginOrderEditOrderWorkflow(container).run({ input: { order_id: order.id, created_by: ours, internal_note: cancellations.map((each) => each.id).join(" ") } })
  await orderEditUpdateItemQuantityWorkflow(container).run({
    input: { order_id: order.id, items: changed.map((item) => ({ id: item.id, quantity: keeps.get(item.id) ?? 0 })) },
  })
  await confirmOrderEditRequestWorkflow(container).run({ input: { order_id: order.id, confirmed_by: ours } })
}

async function closeOwnEdit(container: MedusaContainer, orderId: string): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order_change", fields: ["id", "created_by", "status"], filters: { order_id: orderId, status: ["pending", "requested"] } })
  if (data.some((change) => change.created_by === ours)) await cancelBeginOrderEditWorkflow(container).run({ input: { order_id: orderId } })
}
