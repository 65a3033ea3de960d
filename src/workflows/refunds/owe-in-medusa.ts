import type { MedusaContainer } from "@medusajs/framework/types"
import { MathBN, Modules } from "@medusajs/framework/utils"

import { failpoint } from "../../adapters/failpoint"
import { toMedusa } from "../../adapters/medusa-money"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { byUs, type MedusaOrder } from "./medusa-order"
import { openChange } from "./open-changes"

/** Medusa's workflow that its own refunds write their credit lines with; it is known by its id alone. */
const creditLines = "create-order-refund-credit-lines"

/** What an order does not owe of what is given, in Medusa's decimals; a cancelled one takes no credit lines and needs none. */
const beyondOf = (order: MedusaOrder, minor: number) =>
  order.canceled ? MathBN.convert(0) : MathBN.sub(toMedusa(money(minor, order.currency)), Math.max(0, order.owes))

/**
 * Lets Medusa's order owe what is given back of it, so that the gift leaves nothing outstanding. Safe twice: then it is owed.
 * @param minor what is given, in minor units
 * @throws order_change_open; nothing has changed then
 */
export async function oweInMedusa(container: MedusaContainer, order: MedusaOrder, minor: number): Promise<void> {
  const amount = beyondOf(order, minor)
  if (MathBN.lte(amount, 0)) return
  if (await openChange(container, order.id)) refuse("order_change_open")
  await container.resolve(Modules.WORKFLOW_ENGINE).run(creditLines, { input: { order_id: order.id, amount, created_by: byUs } }).catch(async (error: unknown) => {
    if (await openChange(container, order.id)) refuse("order_change_open") // begun since we looked
    throw error
  })
  failpoint("refund-after-credit")
}

/**
 * Makes an order ready for a refund. Where Medusa owes less, it writes the credit line for the rest after the provider has paid; with
 * an operator's change open it cannot, answers with an error, and takes its note of the refund back. Written first, the credit line is
 * what stops the refund. While the buyer has something to pay Medusa writes all of it anyway: then only an open change stops it.
 * @throws order_change_open; nothing has moved then
 */
export async function readyForRefund(container: MedusaContainer, order: MedusaOrder, minor: number): Promise<void> {
  if (order.owes >= 0) return oweInMedusa(container, order, minor)
  if (!order.canceled && (await openChange(container, order.id))) refuse("order_change_open")
}
