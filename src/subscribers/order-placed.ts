import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"

import { afterTheAnswer } from "../adapters/after-the-answer"
import { now } from "../adapters/clock"
import { bookOrderWorkflow } from "../workflows/escrow/book-order"

/** A new order gets its shop orders and holds. The duty `follow-medusa` does it when this event is lost. */
export default async function orderPlaced({ event, container }: SubscriberArgs<{ id: string }>) {
  await afterTheAnswer()
  await bookOrderWorkflow(container).run({ input: { order_id: event.data.id, at: await now(container) } })
}

export const config: SubscriberConfig = { event: "order.placed", context: { subscriberId: "pasaj-order-placed" } }
