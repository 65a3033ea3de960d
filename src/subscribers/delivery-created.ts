import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"

import { now } from "../adapters/clock"
import { adoptDeliveries } from "../workflows/refunds/adopt-delivery"

/** 'Mark as delivered' on Medusa's order page. The duty `settle-orders` finds it when this event is lost. */
export default async function deliveryCreated({ event, container }: SubscriberArgs<{ id: string }>) {
  await adoptDeliveries(container, [event.data.id], await now(container))
}

export const config: SubscriberConfig = { event: "delivery.created", context: { subscriberId: "pasaj-delivery-created" } }
