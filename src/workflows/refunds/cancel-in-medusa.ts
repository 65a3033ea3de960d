import type { MedusaContainer } from "@medusajs/framework/types"
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { forgetStuck, isWhollyCancelled, tellStuck } from "../../modules/escrow/following"
import { isChargedBack } from "../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../modules/escrow/service"
import { messageOf } from "./execute"
import { byUs, isDoubtful, keptOf, readMedusaOrder, type MedusaOrder } from "./medusa-order"
import { openChange } from "./open-changes"

/**
 * Cancels an order of which nothing was paid, or all has been given back. Medusa's cancel would refund the rest, take a refusal or a
 * lost answer for a yes, and forget it: so we refund first, and cancel what is empty. Not so where a bank has taken money back.
 * @returns whether it is cancelled now. @throws order_change_open: with a change open Medusa's cancel fails at its end
 */
export async function cancelInMedusa(container: MedusaContainer, order: MedusaOrder): Promise<boolean> {
  if (order.canceled) return true
  const charged = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => isChargedBack(manager, order.id))
  if (keptOf(order) > 0 || isDoubtful(order) || charged) return false
  if (await openChange(container, order.id)) refuse("order_change_open")
  failpoint("cancellation-before-medusa")
  await cancelOrderWorkflow(container).run({ input: { order_id: order.id, canceled_by: byUs } })
  return true
}

/** Whether nothing is left of an order that we have cancelled whole: all its payments brought is its buyer's. */
export const isEmptied = async (container: MedusaContainer, order: MedusaOrder): Promise<boolean> =>
  order.items.length === 0 && (await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => isWhollyCancelled(manager, order.id)))

/** Cancels in Medusa what was cancelled whole here, once its refunds are made. What it refuses is told to the queue: no money waits for it. */
export async function cancelEmptied(container: MedusaContainer, orderId: string, at: Instant): Promise<void> {
  const order = await readMedusaOrder(container, orderId)
  if (order.canceled || !(await isEmptied(container, order))) return
  const refusal = await cancelInMedusa(container, order).then(() => null, messageOf)
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) =>
    refusal === null ? forgetStuck(manager, orderId, at) : tellStuck(manager, orderId, order.currency, `Nothing is left of the order, and Medusa does not cancel it: ${refusal}`, at))
}
