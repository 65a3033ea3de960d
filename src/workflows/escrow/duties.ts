import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { markOrderFulfillmentAsDeliveredWorkflow } from "@medusajs/medusa/core-flows"

import { instantOf } from "../../adapters/columns"
import type { Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { suspend } from "../../modules/escrow/adoption"
import { sweepLapses } from "../../modules/escrow/consent"
import { itemsOf } from "../../modules/escrow/parcels"
import { halfPacked, noteDeliveredThere, noteTriedThere, secondsAgo, undeliveredThere, type HalfPacked } from "../../modules/escrow/repair"
import type EscrowModuleService from "../../modules/escrow/service"
import { reportMended } from "../custody/mended"
import type { Duty } from "../duty"
import { messageOf } from "../refunds/execute"
import { finishDispatch } from "./finish-dispatch"
import { registeredOf } from "./half-sent"

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
    for (const parcel of parcels) {
      const error = await markThere(container, parcel).then(() => null, messageOf)
      if (error === null) {
        await escrowOf(container).repairing((manager) => noteDeliveredThere(manager, parcel.id))
        marked += 1
      } else {
        container.resolve(ContainerRegistrationKeys.LOGGER).warn(`pasaj: Medusa does not mark the fulfilment of parcel ${parcel.id} delivered: ${error}`)
        await escrowOf(container).repairing((manager) => noteTriedThere(manager, parcel.id))
      }
    }
    return marked
  },
}

/** Medusa marks the fulfilment first and its order after that; within this long the order may still be under way to it. */
const MARKING_SECONDS = 120

/** Marks a fulfilment delivered, or its order alone where a stop came between them. @throws what Medusa refuses */
async function markThere(container: MedusaContainer, { id, order_id, fulfillment_id }: { id: string; order_id: string; fulfillment_id: string }): Promise<void> {
  const there = await fulfillmentOf(container, order_id, fulfillment_id)
  if (!there) return
  if (!there.delivered_at) {
    await markOrderFulfillmentAsDeliveredWorkflow(container).run({ input: { orderId: order_id, fulfillmentId: fulfillment_id } })
    return
  }
  if ((await registeredOf(container, order_id, fulfillment_id)).has("DELIVER_ITEM")) return
  const [items, before] = await escrowOf(container).repairing((manager) => Promise.all([itemsOf(manager, [id]), secondsAgo(manager, MARKING_SECONDS)]))
  if (instantOf(there.delivered_at) > before) throw new Error("somebody may be marking it just now")
  const lines = items.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity }))
  await container.resolve(Modules.ORDER).registerDelivery({ order_id, reference: Modules.FULFILLMENT, reference_id: fulfillment_id, items: lines })
}

/** A dispatch may run this long before it counts as stopped half-way. */
const DISPATCH_MINUTES = 2

/** After this long it is for an operator to see what stands in its way. */
const LATE_MINUTES = 15

/** Finishes dispatches that stopped half-way, and takes back those that cannot be. One that stays half-way is put into the operators' queue. */
export const finishDispatches: Duty = {
  name: "finish-dispatches",
  nextDue: async () => null,
  run: async (container, at) => {
    const parcels = await escrowOf(container).repairing((manager) => halfPacked(manager, DISPATCH_MINUTES, CHUNK))
    let finished = 0
    for (const parcel of parcels) {
      try {
        const what = await finishDispatch(container, parcel, at)
        if (what !== null) await reportMended(container, [{ duty: "finish-dispatches", subject: parcel.id, what }], at)
        finished += 1
      } catch (error) { // one parcel's trouble is not the others'
        container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: the dispatch of parcel ${parcel.id} could not be finished: ${String(error)}`)
        if (parcel.packed_minutes >= LATE_MINUTES) await askOperator(container, parcel, error, at)
      }
    }
    return finished
  },
}

async function askOperator(container: MedusaContainer, { id, order_id, currency }: HalfPacked, error: unknown, at: Instant): Promise<void> {
  const note = `The dispatch of the parcel ${id} stopped half-way in Medusa and cannot be finished (${messageOf(error)}). Until it is, its money is held, and its units can be neither sent nor cancelled. It is tried again each minute: end what stands in its way on Medusa's order page, such as an edit, a return, a claim or an exchange that is open.`
  await escrowOf(container).within((manager) => suspend(manager, { order_id, source: "delivery", reference: `dispatch:${id}`, amount: money(0, currency), note }, at))
}

type Fulfillment = { id: string; canceled_at?: unknown; delivered_at?: string | Date | null }

async function fulfillmentOf(container: MedusaContainer, orderId: string, id: string): Promise<Fulfillment | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order", fields: ["fulfillments.*"], filters: { id: orderId } })
  const fulfillments: (Fulfillment | null)[] = data[0]?.fulfillments ?? []
  return fulfillments.find((each): each is Fulfillment => each !== null && !each.canceled_at && each.id === id)
}
