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

/**
 * Lets Medusa's order owe what a refund is about to give. Where it owes less, Medusa writes the credit line for the rest after
 * the provider has paid; with an operator's change open it cannot, answers with an error, and takes its note of the refund back:
 * the money has gone, and nobody knows. Written first, the credit line is what stops the refund. Safe twice: then it is owed.
 * @param minor what is about to be given, in minor units
 * @throws order_change_open; nothing has moved then
 */
export async function oweInMedusa(container: MedusaContainer, order: MedusaOrder, minor: number): Promise<void> {
  const amount = MathBN.sub(toMedusa(money(minor, order.currency)), order.owes)
  if (order.canceled || MathBN.lte(amount, 0)) return
  if (await openChange(container, order.id)) refuse("order_change_open")
  await container.resolve(Modules.WORKFLOW_ENGINE).run(creditLines, { input: { order_id: order.id, amount, created_by: byUs } })
  failpoint("refund-after-credit")
}
