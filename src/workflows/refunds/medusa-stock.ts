import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

type Item = {
  id: string
  detail?: { quantity?: number; fulfilled_quantity?: number } | null
  variant?: { inventory_items?: ({ inventory_item_id: string; required_quantity?: number } | null)[] | null } | null
}

/**
 * After an order edit Medusa keeps stock for all units of a line, also for those that have left in a parcel: what is kept beyond
 * what has still to be sent goes back on sale. Only ever less, so that it is safe twice.
 */
export async function releaseSentStock(container: MedusaContainer, orderId: string, lineIds: string[]): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order", filters: { id: orderId },
    fields: ["items.id", "items.detail.*", "items.variant.inventory_items.inventory_item_id", "items.variant.inventory_items.required_quantity"],
  })
  const items = ((data[0]?.items ?? []) as (Item | null)[]).filter((item) => item !== null)
  const sent = items.filter((item) => lineIds.includes(item.id) && Number(item.detail?.fulfilled_quantity ?? 0) > 0)
  if (sent.length === 0) return
  const inventory = container.resolve(Modules.INVENTORY)
  const kept = await inventory.listReservationItems({ line_item_id: sent.map((item) => item.id) })
  for (const reservation of kept) {
    const item = sent.find((each) => each.id === reservation.line_item_id)
    const needs = item?.variant?.inventory_items?.find((each) => each?.inventory_item_id === reservation.inventory_item_id)?.required_quantity ?? 1
    const open = Math.max(0, Number(item?.detail?.quantity ?? 0) - Number(item?.detail?.fulfilled_quantity ?? 0)) * needs
    if (Number(reservation.quantity) <= open) continue
    if (open === 0) await inventory.deleteReservationItems([reservation.id])
    else await inventory.updateReservationItems([{ id: reservation.id, quantity: open }])
  }
}
