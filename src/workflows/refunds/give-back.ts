import type { MedusaContainer } from "@medusajs/framework/types"

import { addToInstant, type Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { giveBackBeyond } from "../../modules/escrow/beyond"
import { queueOwed } from "../../modules/escrow/owed"
import type EscrowModuleService from "../../modules/escrow/service"
import { hasUnjudged } from "./adopt-returns"
import { keptOf, type MedusaOrder } from "./medusa-order"

/** An operator who sees on Medusa's order page that too much was paid may give it back by hand; this long we wait before we do. */
const BY_HAND_HOURS = 1

/** A cancelled order is owed all that is left of its payments; of one that lives Medusa's totals say it. @param gone cancelled, or about to be */
export async function giveBackTooMuch(container: MedusaContainer, order: MedusaOrder, gone: boolean, at: Instant): Promise<void> {
  const kept = keptOf(order)
  const owed = gone ? kept : Math.min(kept, -order.pending_minor)
  if (owed <= 0) return
  const refund_after = gone ? at : addToInstant(at, { ms: BY_HAND_HOURS * 3_600_000 })
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => giveBackBeyond(manager, order.id, owed, refund_after, at))
}

/** Tells the operators' queue what Medusa's order owes and no rule explains; what came in meanwhile is judged first. */
export async function queueUnexplained(container: MedusaContainer, order: MedusaOrder, at: Instant): Promise<void> {
  const owes_minor = order.canceled ? 0 : Math.max(0, -order.pending_minor)
  if (owes_minor > 0 && (await hasUnjudged(container, order.id))) return
  const owing = { order_id: order.id, currency: order.currency, owes_minor, lines: order.items.length }
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => queueOwed(manager, owing, at))
}
