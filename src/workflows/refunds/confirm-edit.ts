import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules, OrderEditWorkflowEvents, PaymentCollectionStatus } from "@medusajs/framework/utils"
import { createOrUpdateOrderPaymentCollectionWorkflow } from "@medusajs/medusa/core-flows"

import { byUs } from "./medusa-order"
import { openChange } from "./open-changes"

/**
 * Confirms the order edit by which Medusa's order follows a cancellation. Medusa's own confirmation would reserve the stock of what
 * stays anew, and fail where that has been sold or sent, and it would void an authorisation that pays for the other shops: we let
 * stock go (`releaseStock`) and ask for less (`askForLess`) apart, as often as it takes.
 */
export async function confirmEdit(container: MedusaContainer, orderId: string): Promise<void> {
  const change = await openChange(container, orderId)
  if (!change) return
  const orders = container.resolve(Modules.ORDER)
  // Under the lock that Medusa's own workflows take for an order.
  await container.resolve(Modules.LOCKING).execute([orderId], () => orders.confirmOrderChange({ id: change.id, confirmed_by: byUs }), { timeout: 10 })
  const actions = await orders.listOrderChangeActions({ order_change_id: change.id })
  await container.resolve(Modules.EVENT_BUS).emit({ name: OrderEditWorkflowEvents.CONFIRMED, data: { order_id: orderId, actions, no_notification: true } })
}

const promised: string[] = [PaymentCollectionStatus.AUTHORIZED, PaymentCollectionStatus.PARTIALLY_AUTHORIZED, PaymentCollectionStatus.PARTIALLY_CAPTURED]

/**
 * What the buyer is still asked to pay becomes what the order comes to now. A payment that is authorised stays: what is captured of it
 * beyond the order is given back. Safe twice.
 */
export async function askForLess(container: MedusaContainer, orderId: string): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order", fields: ["status", "payment_collections.status"], filters: { id: orderId } })
  const collections = (data[0]?.payment_collections ?? []) as ({ status: string } | null)[]
  if (data[0]?.status === "canceled" || collections.some((collection) => collection !== null && promised.includes(collection.status))) return
  await createOrUpdateOrderPaymentCollectionWorkflow(container).run({ input: { order_id: orderId } })
}
