import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"

import { now } from "../adapters/clock"
import { adoptFulfillments } from "../workflows/refunds/adopt-fulfillments"

/** A fulfilment shipped on Medusa's order page. The duty `settle-orders` finds it when this event is lost. */
export default async function shipmentCreated({ event, container }: SubscriberArgs<{ id: string }>) {
  await adoptFulfillments(container, [event.data.id], await now(container))
}

export const config: SubscriberConfig = { event: "shipment.created", context: { subscriberId: "pasaj-shipment-created" } }
