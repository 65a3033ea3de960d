import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { readMedusaOrder, type MedusaOrder } from "./medusa-order"

type Action = { action: string; details?: { reference_id?: string; quantity?: number | string | { value: string }; unit_price?: unknown } | null }
/** A change of an order that somebody has confirmed in Medusa: an edit, goods received, a claim or an exchange. */
export type Change = {
  id: string; change_type: string | null; created_by: string | null; return_id: string | null; claim_id: string | null; exchange_id: string | null
  actions?: (Action | null)[] | null
}

/** An order changes as often as people press buttons; this often in a few milliseconds it is left to the next try. */
const TRIES = 5

export async function confirmedChanges(container: MedusaContainer, orderId: string): Promise<Change[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order_change", fields: ["id", "change_type", "created_by", "return_id", "claim_id", "exchange_id", "actions.action", "actions.details"],
    filters: { order_id: orderId, status: "confirmed", change_type: ["edit", "return_receive", "claim", "exchange"] },
  })
  return data as Change[]
}

/**
 * An order, and the changes that are in it. Medusa reads them apart: one that is confirmed in between would be judged by totals
 * from before it, and what came back would be owed to nobody. So the order is read again until none came meanwhile.
 */
export async function readWithChanges(container: MedusaContainer, orderId: string): Promise<{ order: MedusaOrder; changes: Change[] }> {
  let changes = await confirmedChanges(container, orderId)
  for (let tries = 0; tries < TRIES; tries++) {
    const order = await readMedusaOrder(container, orderId)
    const since = await confirmedChanges(container, orderId)
    if (since.length === changes.length) return { order, changes }
    changes = since
  }
  throw new Error(`Medusa's order ${orderId} changes faster than it can be read.`)
}
