import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { afterTheAnswer } from "../adapters/after-the-answer"
import { now } from "../adapters/clock"
import { bookOrderWorkflow } from "../workflows/escrow/book-order"
import { finishRentPaymentWorkflow } from "../workflows/rental/finish-payment"
import { RENT_INVOICE } from "../workflows/rental/rent-payment"
import { invoiceOf } from "../workflows/rental/steps"

type Captured = { payment_collection?: { metadata?: Record<string, unknown> | null; order?: { id: string } | null } | null }

/**
 * Captured money goes into the holds of its order, or pays its rent invoice, as when a provider calls after its payer has come back
 * to nobody. What the asking request has booked itself is left alone.
 */
export default async function paymentCaptured({ event, container }: SubscriberArgs<{ id: string }>) {
  await afterTheAnswer()
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "payment", fields: ["payment_collection.metadata", "payment_collection.order.id"], filters: { id: event.data.id } })
  const [captured]: Captured[] = data
  const orderId = captured?.payment_collection?.order?.id
  if (orderId) await bookOrderWorkflow(container).run({ input: { order_id: orderId, at: await now(container) } })
  const invoiceId = captured?.payment_collection?.metadata?.[RENT_INVOICE]
  if (typeof invoiceId !== "string" || (await invoiceOf(container, invoiceId)).payment_id === event.data.id) return
  await finishRentPaymentWorkflow(container).run({ input: { invoice_id: invoiceId, at: await now(container) } })
}

export const config: SubscriberConfig = { event: "payment.captured", context: { subscriberId: "pasaj-payment-captured" } }
