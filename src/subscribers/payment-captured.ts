import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { afterTheAnswer } from "../adapters/after-the-answer"
import { now } from "../adapters/clock"
import { bookOrderWorkflow } from "../workflows/escrow/book-order"

/** Captured money goes into the holds of its order. Rent has no order and is none of this door's business. */
export default async function paymentCaptured({ event, container }: SubscriberArgs<{ id: string }>) {
  await afterTheAnswer()
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "payment", fields: ["payment_collection.order.id"], filters: { id: event.data.id } })
  const orderId = data[0]?.payment_collection?.order?.id
  if (orderId) await bookOrderWorkflow(container).run({ input: { order_id: orderId, at: await now(container) } })
}

export const config: SubscriberConfig = { event: "payment.captured", context: { subscriberId: "pasaj-payment-captured" } }
