import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import type { Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { noteFollowed, noteFollowups, noteNotFollowed, unfollowed } from "../../modules/escrow/following"
import type EscrowModuleService from "../../modules/escrow/service"
import { adoptChanges } from "./adopt-changes"
import { cancelEmptied, isEmptied } from "./cancel-in-medusa"
import { askForLess } from "./confirm-edit"
import { readWithChanges } from "./confirmed-changes"
import { bookMadeRefunds, executeRefunds, messageOf } from "./execute"
import { followInMedusa } from "./follow-cancellations"
import { giveBackTooMuch, queueUnexplained } from "./give-back"
import { isDoubtful, readMedusaOrder } from "./medusa-order"
import { releaseStock } from "./medusa-stock"
import { agreeOnTotals } from "./medusa-totals"
import { closeLeftOpen } from "./open-changes"

/** Medusa's refusal, apart from what fails in our own books. */
class NotFollowed extends Error {}

/**
 * Brings our books and one Medusa order together, whoever has changed which of them; safe twice, and after any stop.
 *
 * 1. Lock the order: Medusa allows one change of an order at a time. One that a stop left open is ended.
 * 2. Make Medusa's order follow our own cancellations: what it owes for anything else can be told only then.
 * 3. Adopt what an operator cancelled, took out or sent back on Medusa's order page.
 * 4. Book the refunds that Medusa has made.
 * 5. Agree on what Medusa owes by the cancellations, ours and those just adopted.
 * 6. Owe the buyer what was paid for units that had been cancelled meanwhile, and queue what Medusa owes and no rule explains.
 * 7. Execute the refunds that are due, and cancel in Medusa what is empty by them.
 *
 * What Medusa refuses is noted on its row and tried again by the duty `settle-orders`; then what comes after waits too.
 * @returns whether every refund that Medusa has written down is known to be made; else it must be looked at again
 */
export async function settleOrder(container: MedusaContainer, orderId: string, at: Instant): Promise<boolean> {
  return lockedOrder(container, orderId, () => settleLocked(container, orderId, at))
}

/** Whoever makes changes of ours in a Medusa order holds its lock. */
export const lockedOrder = <Result>(container: MedusaContainer, orderId: string, job: () => Promise<Result>): Promise<Result> =>
  container.resolve(Modules.LOCKING).execute([`pasaj-order-${orderId}`], job, { timeout: 30 })

async function settleLocked(container: MedusaContainer, orderId: string, at: Instant): Promise<boolean> {
  let known = true
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  try {
    await closeLeftOpen(container, orderId)
    const followed = await follow(container, orderId, at)
    const { order, changes } = await readWithChanges(container, orderId)
    await adoptChanges(container, order, changes, followed, at)
    known = await bookMadeRefunds(container, order, at)
    await agree(container, orderId, at)
  } catch (error) {
    if (!(error instanceof NotFollowed)) throw error
    container.resolve(ContainerRegistrationKeys.LOGGER).warn(`pasaj: Medusa's order ${orderId} could not follow: ${error.message}`)
    const order = await readMedusaOrder(container, orderId)
    await escrow.within((manager) => noteNotFollowed(manager, orderId, error.message, isDoubtful(order), at))
    await closeLeftOpen(container, orderId)
    return bookMadeRefunds(container, order, at) // what an operator gives by hand meanwhile is known all the same
  }
  const order = await readMedusaOrder(container, orderId)
  const emptied = await isEmptied(container, order)
  // Noted, so that a stop between the last refund and the cancel is found.
  if (emptied && !order.canceled) await escrow.repairing((manager) => noteFollowups(manager, [orderId]))
  await giveBackTooMuch(container, order, order.canceled || emptied, at)
  await queueUnexplained(container, order, at)
  known = (await executeRefunds(container, orderId, at)) && known
  if (emptied) await cancelEmptied(container, orderId, at)
  return known
}

const asking = async <Result>(medusa: Promise<Result>): Promise<Result> =>
  medusa.catch((error: unknown) => Promise.reject(new NotFollowed(messageOf(error))))

/** @returns the cancellations that Medusa's order now has in it */
async function follow(container: MedusaContainer, orderId: string, at: Instant): Promise<string[]> {
  const waiting = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => unfollowed(manager, orderId))
  if (waiting.length > 0) await asking(followInMedusa(container, orderId, waiting, at))
  return waiting.map((each) => each.id)
}

/** Stock and totals after the cancellations, with those that came meanwhile; then Medusa's order has followed them. */
async function agree(container: MedusaContainer, orderId: string, at: Instant): Promise<void> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const waiting = await escrow.within((manager) => unfollowed(manager, orderId))
  const last = waiting.at(-1)
  if (!last) return
  await asking(followInMedusa(container, orderId, waiting, at))
  await asking(releaseStock(container, orderId, waiting.flatMap((each) => each.lines.map((line) => line.line_item_id))))
  await asking(agreeOnTotals(container, orderId, last.id))
  await asking(askForLess(container, orderId))
  await escrow.within((manager) => noteFollowed(manager, orderId, waiting.map((each) => each.id), at))
  await bookMadeRefunds(container, await readMedusaOrder(container, orderId), at)
}
