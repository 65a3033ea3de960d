import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { now } from "../adapters/clock"
import { PASAJ_ESCROW } from "../modules/escrow"
import { noteFollowups } from "../modules/escrow/following"
import type EscrowModuleService from "../modules/escrow/service"
import { settleOrder } from "../workflows/refunds/settle-order"

type Told = { id?: string; order_id?: string }

/**
 * An operator has refunded, cancelled, edited or sent back on Medusa's order page: our books follow. The order is noted first, so
 * that the duty `settle-orders` does it when this fails, and finds it by its own sweep when the event is lost.
 */
export default async function medusaOrderPage({ event, container }: SubscriberArgs<Told>) {
  const orderId = event.name === "payment.refunded" ? await orderOfPayment(container, event.data.id) : (event.data.order_id ?? event.data.id)
  if (!orderId) return
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  await escrow.repairing((manager) => noteFollowups(manager, [orderId]))
  const [ours] = await escrow.listEscrowOrders({ order_id: orderId })
  if (ours) await settleOrder(container, orderId, await now(container))
}

async function orderOfPayment(container: SubscriberArgs["container"], paymentId: string | undefined): Promise<string | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "payment", fields: ["payment_collection.order.id"], filters: { id: paymentId ?? "" } })
  return data[0]?.payment_collection?.order?.id
}

export const config: SubscriberConfig = {
  event: ["payment.refunded", "order.canceled", "order-edit.confirmed", "order-edit.canceled", "order.return_requested", "order.return_received", "order.claim_created", "order.exchange_created"],
  context: { subscriberId: "pasaj-medusa-order-page" },
}
