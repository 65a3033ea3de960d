import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

type Kept = { inventory_item_id: string; required_quantity?: number; inventory?: { location_levels?: ({ location_id: string } | null)[] | null } | null }
type Item = {
  id: string
  quantity?: number | null
  detail?: { quantity?: number; fulfilled_quantity?: number } | null
  variant?: { manage_inventory?: boolean; inventory_items?: (Kept | null)[] | null } | null
}

const fields = [
  "items.*", "items.detail.quantity", "items.detail.fulfilled_quantity", "items.variant.manage_inventory", "items.variant.inventory_items.inventory_item_id",
  "items.variant.inventory_items.required_quantity", "items.variant.inventory_items.inventory.location_levels.location_id",
]

async function itemsOf(container: MedusaContainer, orderId: string, lineIds: string[]): Promise<Item[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({ entity: "order", filters: { id: orderId }, fields })
  return ((data[0]?.items ?? []) as (Item | null)[]).filter((item) => item !== null).filter((item) => lineIds.includes(item.id))
}

const quantityOf = (item: Item): number => Number(item.quantity ?? item.detail?.quantity ?? 0)
const openOf = (item: Item): number => Math.max(0, quantityOf(item) - Number(item.detail?.fulfilled_quantity ?? 0))

/**
 * What is kept of a line's stock beyond what has still to be sent goes back on sale: of a line that was taken out, all of it. Only ever
 * less, so that it is safe twice; also where less is there than is kept.
 */
export async function releaseStock(container: MedusaContainer, orderId: string, lineIds: string[]): Promise<void> {
  if (lineIds.length === 0) return
  const items = await itemsOf(container, orderId, lineIds)
  const inventory = container.resolve(Modules.INVENTORY)
  for (const reservation of await inventory.listReservationItems({ line_item_id: lineIds })) {
    const item = items.find((each) => each.id === reservation.line_item_id)
    const needs = item?.variant?.inventory_items?.find((each) => each?.inventory_item_id === reservation.inventory_item_id)?.required_quantity ?? 1
    const open = item ? openOf(item) * needs : 0
    if (Number(reservation.quantity) <= open) continue
    if (open === 0) await inventory.deleteReservationItems([reservation.id])
    else await inventory.updateReservationItems([{ id: reservation.id, quantity: open, allow_backorder: true }])
  }
}

/**
 * Medusa keeps stock for what a claim or an exchange adds only where the operator chose a shipping method, and without it nothing
 * can be sent: lines that have joined their part, and have no stock kept, get it. They are paid for: when the last unit was sold
 * meanwhile, the shop owes one all the same.
 */
export async function keepStock(container: MedusaContainer, orderId: string, lineIds: string[]): Promise<void> {
  if (lineIds.length === 0) return
  const inventory = container.resolve(Modules.INVENTORY)
  const kept = new Set((await inventory.listReservationItems({ line_item_id: lineIds })).map((reservation) => reservation.line_item_id))
  const items = (await itemsOf(container, orderId, lineIds)).filter((item) => item.variant?.manage_inventory === true && !kept.has(item.id) && openOf(item) > 0)
  const wanted = items.flatMap((item) => (item.variant?.inventory_items ?? []).flatMap((each) => {
    const location_id = each?.inventory?.location_levels?.find((level) => level !== null)?.location_id
    return each && location_id ? [{ line_item_id: item.id, inventory_item_id: each.inventory_item_id, location_id, quantity: openOf(item) * (each.required_quantity ?? 1), allow_backorder: true }] : []
  }))
  if (wanted.length > 0) await inventory.createReservationItems(wanted)
}
