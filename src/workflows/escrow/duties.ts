import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createOrderShipmentWorkflow, markOrderFulfillmentAsDeliveredWorkflow } from "@medusajs/medusa/core-flows"

import { system } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { sweepLapses } from "../../modules/escrow/consent"
import { halfPacked, noteDeliveredThere, noteTriedThere, undeliveredThere, type HalfPacked } from "../../modules/escrow/repair"
import type EscrowModuleService from "../../modules/escrow/service"
import { reportMended } from "../custody/mended"
import type { Duty } from "../duty"
import { handOverWithLink } from "./hand-over"

const CHUNK = 500
/** How many consents lapse in one transaction: large enough to be quick, small enough to keep nobody waiting. */
const LAPSE_CHUNK = 1_000
const escrowOf = (container: MedusaContainer) => container.resolve<EscrowModuleService>(PASAJ_ESCROW)

/** Silence past the window is satisfaction (K4). */
export const lapseConsents: Duty = {
  name: "lapse-consents",
  nextDue: (container) => escrowOf(container).nextLapse(),
  run: (container, at) => sweepLapses((after) => escrowOf(container).lapseDue(at, LAPSE_CHUNK, after), LAPSE_CHUNK),
}

/** Marks Medusa's fulfilments of the parcels that we know to have arrived. One that fails is tried again next time. */
export const markDelivered: Duty = {
  name: "mark-delivered",
  nextDue: async () => null,
  run: async (container) => {
    const parcels = await escrowOf(container).repairing((manager) => undeliveredThere(manager, CHUNK))
    let marked = 0
    for (const { id, order_id, fulfillment_id } of parcels) {
      const there = await fulfillmentOf(container, order_id, (each) => each.id === fulfillment_id)
      if (there && !there.delivered_at) {
        const { errors } = await markOrderFulfillmentAsDeliveredWorkflow(container).run({
          input: { orderId: order_id, fulfillmentId: fulfillment_id }, throwOnError: false,
        })
        if (errors.length > 0) {
          container.resolve(ContainerRegistrationKeys.LOGGER).warn(`pasaj: Medusa does not mark the fulfilment of parcel ${id} delivered: ${String(errors[0]?.error?.message)}`)
          await escrowOf(container).repairing((manager) => noteTriedThere(manager, id))
          continue
        }
      }
      await escrowOf(container).repairing((manager) => noteDeliveredThere(manager, id))
      marked += 1
    }
    return marked
  },
}

/** A dispatch may run this long before it counts as stopped half-way. */
const DISPATCH_MINUTES = 2

/** Finishes dispatches that stopped half-way: handed over where Medusa has the fulfilment, discarded where it has not. */
export const finishDispatches: Duty = {
  name: "finish-dispatches",
  nextDue: async () => null,
  run: async (container, at) => {
    const parcels = await escrowOf(container).repairing((manager) => halfPacked(manager, DISPATCH_MINUTES, CHUNK))
    let finished = 0
    for (const parcel of parcels) {
      try {
        const what = await finishDispatch(container, parcel, at)
        await reportMended(container, [{ duty: "finish-dispatches", subject: parcel.id, what }], at)
        finished += 1
      } catch (error) { // one parcel's trouble is not the others'
        container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: the dispatch of parcel ${parcel.id} could not be finished: ${String(error)}`)
      }
    }
    return finished
  },
}

async function finishDispatch(container: MedusaContainer, parcel: HalfPacked, at: Instant): Promise<string> {
  const actor = system("finish-dispatches")
  const there = await fulfillmentOf(container, parcel.order_id, (each) => each.metadata?.pasaj_parcel === parcel.id)
  if (!there) {
    await escrowOf(container).discard(parcel.id, at, actor, "the dispatch stopped before Medusa had the fulfilment")
    return "packed, and Medusa had no fulfilment of it; it was discarded, and its lines may be packed again"
  }
  if (!there.shipped_at) {
    await createOrderShipmentWorkflow(container).run({
      input: {
        order_id: parcel.order_id, fulfillment_id: there.id, items: parcel.items.map((item) => ({ id: item.line_item_id, quantity: item.quantity })),
        labels: [{ tracking_number: parcel.tracking_code, tracking_url: "", label_url: "" }],
      },
    })
  }
  await handOverWithLink(container, parcel.id, there.id, at, actor)
  return "packed, and Medusa had its fulfilment; it was handed over"
}

type Fulfillment = { id: string; canceled_at?: unknown; shipped_at?: unknown; delivered_at?: unknown; metadata?: Record<string, unknown> | null }

async function fulfillmentOf(container: MedusaContainer, orderId: string, is: (each: Fulfillment) => boolean): Promise<Fulfillment | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order", fields: ["fulfillments.*"], filters: { id: orderId } })
  const fulfillments: (Fulfillment | null)[] = data[0]?.fulfillments ?? []
  return fulfillments.find((each): each is Fulfillment => each !== null && !each.canceled_at && is(each))
}
