import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { createOrderShipmentWorkflow, createShipmentWorkflow } from "@medusajs/medusa/core-flows"

import { system } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { suspend } from "../../modules/escrow/adoption"
import { noteFollowups } from "../../modules/escrow/following"
import type { HalfPacked } from "../../modules/escrow/repair"
import type EscrowModuleService from "../../modules/escrow/service"
import { keepStock, releaseStock } from "../refunds/medusa-stock"
import { handOverWithLink, tell } from "./hand-over"
import { readHalfSent, type HalfSent } from "./half-sent"
import { moveStock, stockSent, takenBy, type SentStock } from "./sent-stock"

const actor = system("finish-dispatches")
const escrowOf = (container: MedusaContainer) => container.resolve<EscrowModuleService>(PASAJ_ESCROW)

/**
 * Brings a dispatch that stopped half-way to one of two ends, whatever of it Medusa has. Where Medusa has the fulfilment, each thing
 * that is missing of it is done, and the parcel is handed over; where it has not, or its order has no such units any more, all of
 * it is taken back, and the parcel is discarded. Safe twice, and after a stop of its own.
 * @returns what was done; null when the parcel is not packed any more. @throws what Medusa refuses: then it must be tried again
 */
export async function finishDispatch(container: MedusaContainer, parcel: HalfPacked, at: Instant): Promise<string | null> {
  return container.resolve(Modules.LOCKING).execute([`pasaj-order-${parcel.order_id}`], () => finishLocked(container, parcel, at), { timeout: 30 })
}

async function finishLocked(container: MedusaContainer, parcel: HalfPacked, at: Instant): Promise<string | null> {
  const escrow = escrowOf(container)
  const [packed] = await escrow.listEscrowParcels({ id: parcel.id, state: "packed" }, { select: ["id"], take: 1 })
  if (!packed) return null // it was under way, and has come to its end by itself
  const sent = await readHalfSent(container, parcel)
  if (!sent) {
    await escrow.discard(parcel.id, at, actor, "the dispatch stopped before Medusa had the fulfilment")
    return "packed, and Medusa had no fulfilment of it; it was discarded, and its lines may be packed again"
  }
  if (sent.impossible) {
    await takeBack(container, parcel, sent, at)
    await escrow.discard(parcel.id, at, actor, "the dispatch stopped half-way, and Medusa's order has no such units any more")
    await escrow.within((manager) => noteFollowups(manager, [parcel.order_id])) // what was cancelled there can be followed now
    return "packed, and Medusa's order had no such units any more; it was taken back and discarded"
  }
  await complete(container, parcel, sent, at)
  await handOverWithLink(container, parcel.id, sent.id, at, actor)
  return "packed, and Medusa had its fulfilment; it was handed over"
}

/** Medusa links and registers a fulfilment only after it has lowered the stock. */
async function stockOf(container: MedusaContainer, parcel: HalfPacked, sent: HalfSent, at: Instant): Promise<SentStock> {
  if (sent.linked || sent.fulfilled) return { lowered: takenBy(sent), waiting: [], unknown: [] }
  const stock = await stockSent(container, sent)
  const uncounted = stock.unknown.map(({ units, title, inventory_item_id }) => `${units} of ${title} (${inventory_item_id})`).join(", ")
  const note = `The dispatch of the parcel ${parcel.id} stopped inside Medusa, and nobody can tell whether the stock was lowered for it by ${uncounted}, for it was changed meanwhile: count it, and set it on Medusa's inventory page.`
  if (stock.unknown.length > 0) {
    await escrowOf(container).within((manager) => suspend(manager, { order_id: parcel.order_id, source: "delivery", reference: `stock:${parcel.id}`, amount: money(0, parcel.currency), note }, at))
  }
  return stock
}

/** Does what Medusa does when it makes and ships a fulfilment, as far as it has not. The stock is first: what is missing else tells of it. */
async function complete(container: MedusaContainer, parcel: HalfPacked, sent: HalfSent, at: Instant): Promise<void> {
  const { order_id, items } = parcel
  const orders = container.resolve(Modules.ORDER)
  const lines = items.map(({ line_item_id: id, quantity }) => ({ id, quantity }))
  const registered = { order_id, reference: Modules.FULFILLMENT, reference_id: sent.id, items: lines }
  const labels = [{ tracking_number: parcel.tracking_code, tracking_url: "", label_url: "" }]
  await moveStock(container, (await stockOf(container, parcel, sent, at)).waiting, -1)
  if (!sent.linked) {
    await container.resolve(ContainerRegistrationKeys.LINK).create({ [Modules.ORDER]: { order_id }, [Modules.FULFILLMENT]: { fulfillment_id: sent.id } })
  }
  if (!sent.fulfilled) await orders.registerFulfillment(registered)
  await releaseStock(container, order_id, lines.map((line) => line.id))
  await tell(container, "order.fulfillment_created", { order_id, fulfillment_id: sent.id })
  if (!sent.shipped_at && !sent.shipped) {
    await createOrderShipmentWorkflow(container).run({ input: { order_id, fulfillment_id: sent.id, items: lines, labels } })
    return
  }
  if (!sent.shipped_at) await createShipmentWorkflow(container).run({ input: { id: sent.id, labels } })
  if (!sent.shipped) await orders.registerShipment(registered)
  await tell(container, "shipment.created", { id: sent.id })
}

/** Nothing of the fulfilment stays in Medusa but its cancelled row. */
async function takeBack(container: MedusaContainer, parcel: HalfPacked, sent: HalfSent, at: Instant): Promise<void> {
  const { order_id } = parcel
  const lines = parcel.items.map(({ line_item_id: id, quantity }) => ({ id, quantity }))
  const { lowered } = await stockOf(container, parcel, sent, at)
  if (sent.fulfilled) await container.resolve(Modules.ORDER).cancelFulfillment({ order_id, reference: Modules.FULFILLMENT, reference_id: sent.id, items: lines })
  await moveStock(container, lowered, 1)
  await container.resolve(Modules.FULFILLMENT).cancelFulfillment(sent.id)
  if (sent.canceled) return
  const ids = lines.map((line) => line.id)
  await keepStock(container, order_id, ids)
  await releaseStock(container, order_id, ids)
}
