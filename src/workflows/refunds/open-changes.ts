import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { leftAlone } from "../../modules/escrow/doubts"
import type EscrowModuleService from "../../modules/escrow/service"
import { byUs } from "./medusa-order"

type OpenChange = { id: string; version: number; change_type: string | null; created_by: string | null; created_at: string | Date }

/** An order's change that somebody has begun in Medusa and not ended: while there is one, its order takes no other. */
export const openChange = async (container: MedusaContainer, orderId: string): Promise<OpenChange | undefined> => (await openChanges(container, orderId))[0]

/** One, but where a failed workflow of Medusa's has opened again what was over. */
async function openChanges(container: MedusaContainer, orderId: string): Promise<OpenChange[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order_change", fields: ["id", "version", "change_type", "created_by", "created_at"], filters: { order_id: orderId, status: ["pending", "requested"] },
  })
  return data as OpenChange[]
}

/**
 * Ends the changes that a failure, or a process which is gone, has left open, lest their order take none ever again: ours, for
 * whoever makes ours holds the order's lock, and a credit line of Medusa's own, which it begins and confirms in one go and nobody can
 * see.
 */
export async function closeLeftOpen(container: MedusaContainer, orderId: string): Promise<void> {
  for (const change of await openChanges(container, orderId)) {
    const left = change.created_by === byUs || (change.change_type === "credit_line" && (await isOld(container, change)))
    if (left) await container.resolve(Modules.ORDER).cancelOrderChange(change.id)
  }
}

async function isOld(container: MedusaContainer, { id, created_at }: OpenChange): Promise<boolean> {
  const since = instantOf(new Date(created_at))
  return (await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => leftAlone(manager, [{ id, since }]))).has(id)
}
