import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import type { Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { noteFollowed, noteNotFollowed, unfollowed } from "../../modules/escrow/following"
import type EscrowModuleService from "../../modules/escrow/service"
import { adoptChanges } from "./adopt-changes"
import { bookMadeRefunds, executeRefunds, messageOf } from "./execute"
import { followInMedusa } from "./follow-cancellations"
import { readMedusaOrder } from "./medusa-order"

/**
 * Brings our books and one Medusa order together, whoever has changed which of them; safe twice, and after any stop.
 *
 * 1. Lock the order: Medusa allows one change of an order at a time.
 * 2. Adopt what an operator cancelled, took out or sent back on Medusa's order page.
 * 3. Make Medusa's order follow our own cancellations.
 * 4. Book the refunds that Medusa has made.
 * 5. Execute those that are due.
 *
 * A step that Medusa refuses is noted on its row and tried again by the duty `settle-orders`; then what comes after waits too.
 */
export async function settleOrder(container: MedusaContainer, orderId: string, at: Instant): Promise<void> {
  await container.resolve(Modules.LOCKING).execute([`pasaj-order-${orderId}`], () => settleLocked(container, orderId, at), { timeout: 30 })
}

async function settleLocked(container: MedusaContainer, orderId: string, at: Instant): Promise<void> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const order = await readMedusaOrder(container, orderId)
  await adoptChanges(container, order, at)
  const waiting = await escrow.within((manager) => unfollowed(manager, orderId))
  try {
    await followInMedusa(container, order, waiting)
  } catch (error) {
    container.resolve(ContainerRegistrationKeys.LOGGER).warn(`pasaj: Medusa's order ${orderId} could not follow: ${messageOf(error)}`)
    await escrow.within((manager) => noteNotFollowed(manager, orderId, messageOf(error), at))
    return
  }
  await escrow.within((manager) => noteFollowed(manager, waiting.map((each) => each.id), at))
  await bookMadeRefunds(container, await readMedusaOrder(container, orderId), at)
  await executeRefunds(container, orderId, at)
}
