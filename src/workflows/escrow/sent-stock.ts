import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

/** A level of Medusa's stock as it stood just before a dispatch. */
export type NotedLevel = { inventory_item_id: string; location_id: string; stocked: number }
export type SentItem = { inventory_item_id: string | null; quantity: number; title: string }
type Taken = { inventory_item_id: string; location_id: string; units: number; title: string }
/** What a dispatch took from the stock, what it has still to take, and of what nobody can tell. */
export type SentStock = { lowered: Taken[]; waiting: Taken[]; unknown: Taken[] }

/** The levels from which the lines' stock is kept, as they stand now. */
export async function levelsOf(container: MedusaContainer, lineIds: string[]): Promise<NotedLevel[]> {
  const inventory = container.resolve(Modules.INVENTORY)
  const reservations = await inventory.listReservationItems({ line_item_id: lineIds }, { select: ["inventory_item_id", "location_id"] })
  if (reservations.length === 0) return [] // nobody counts them
  const levels = await inventory.listInventoryLevels({ inventory_item_id: reservations.map((each) => each.inventory_item_id), location_id: reservations.map((each) => each.location_id) })
  return levels
    .filter((level) => reservations.some((each) => each.inventory_item_id === level.inventory_item_id && each.location_id === level.location_id))
    .map(({ inventory_item_id, location_id, stocked_quantity }) => ({ inventory_item_id, location_id, stocked: Number(stocked_quantity) }))
}

type Sending = { id: string; created_at: string | Date; items: SentItem[]; noted: NotedLevel[] }

/**
 * Whether Medusa lowered the stock for a fulfilment, of which a stop has left nothing that would tell: by how its levels stood just before,
 * how they stand now, and what was sent of the same since. Levels that were changed otherwise meanwhile are unknown.
 */
export async function stockSent(container: MedusaContainer, sending: Sending): Promise<SentStock> {
  const sent: SentStock = { lowered: [], waiting: [], unknown: [] }
  for (const taken of takenBy(sending)) {
    const { inventory_item_id, location_id, units } = taken
    const before = sending.noted.find((each) => each.inventory_item_id === inventory_item_id)?.stocked
    const [level] = await container.resolve(Modules.INVENTORY).listInventoryLevels({ inventory_item_id, location_id })
    const gone = before === undefined || !level ? null : before - Number(level.stocked_quantity) - (await sentSince(container, sending, inventory_item_id))
    sent[gone === units ? "lowered" : gone === 0 ? "waiting" : "unknown"].push(taken)
  }
  return sent
}

/** What a fulfilment takes from each level. */
export const takenBy = ({ items, noted }: Pick<Sending, "items" | "noted">): Taken[] =>
  [...new Set(items.flatMap((item) => item.inventory_item_id ?? []))].map((inventory_item_id) => {
    const these = items.filter((item) => item.inventory_item_id === inventory_item_id)
    return {
      inventory_item_id, location_id: noted.find((each) => each.inventory_item_id === inventory_item_id)?.location_id ?? "",
      units: these.reduce((all, item) => all + item.quantity, 0), title: these[0]?.title ?? "",
    }
  })

/** How many of an inventory item other fulfilments have taken since this one was made. */
async function sentSince(container: MedusaContainer, { id, created_at }: Sending, inventoryItemId: string): Promise<number> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "fulfillment", fields: ["id", "canceled_at", "items.inventory_item_id", "items.quantity"],
    filters: { created_at: { $gte: created_at }, items: { inventory_item_id: inventoryItemId } },
  })
  return data.filter((each) => each.id !== id && !each.canceled_at).flatMap((each) => each.items ?? [])
    .reduce((all, item) => all + (item?.inventory_item_id === inventoryItemId ? Number(item.quantity) : 0), 0)
}

/** Takes units from the stock (`-1`), or puts them back (`1`). */
export async function moveStock(container: MedusaContainer, taken: Taken[], sign: 1 | -1): Promise<void> {
  if (taken.length === 0) return
  await container.resolve(Modules.INVENTORY).adjustInventory(
    taken.map(({ inventory_item_id, location_id, units }) => ({ inventoryItemId: inventory_item_id, locationId: location_id, adjustment: sign * units })),
  )
}
