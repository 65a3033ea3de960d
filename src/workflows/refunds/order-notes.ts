import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { fromMedusa } from "../../adapters/medusa-money"
import { isRefusal } from "../../domain/errors"
import { readMedusaOrder, type MedusaOrder } from "./medusa-order"
import { oweInMedusa } from "./owe-in-medusa"

/** Medusa's row of a capture or a refund. */
export type Row = { id: string; amount: unknown; note?: string | null }
type Reference = "capture" | "refund"
type Order = { order_id: string; currency: string }

/**
 * Writes the order's transaction that Medusa writes when a provider has answered, in place of any that a later refund of the same
 * payment wrote for it.
 */
export async function noteAnswer(container: MedusaContainer, { order_id, currency: currency_code }: Order, reference: Reference, row: Row): Promise<void> {
  await forgetAnswer(container, order_id, reference, row)
  await container.resolve(Modules.ORDER).addOrderTransactions({ order_id, amount: signed(reference, row), currency_code, reference, reference_id: row.id })
}

const signed = (reference: Reference, row: Row): number => Number(row.amount) * (reference === "refund" ? -1 : 1)

/** Takes back whatever Medusa has noted of a row. */
export async function forgetAnswer(container: MedusaContainer, order_id: string, reference: Reference, row: Row): Promise<void> {
  const orders = container.resolve(Modules.ORDER)
  const noted = await orders.listOrderTransactions({ order_id, reference, reference_id: row.id })
  if (noted.length > 0) await orders.deleteOrderTransactions(noted.map((each) => each.id))
}

/**
 * A refund whose workflow failed although the provider has paid: Medusa deletes its row of one that was refused, so that a new row with
 * our mark tells it. It is noted as made. @returns whether it was
 */
export async function noteSent(container: MedusaContainer, order: MedusaOrder, payment_id: string, mark: string): Promise<boolean> {
  const known = new Set(order.payments.flatMap((payment) => payment.refunds.map((refund) => refund.id)))
  const row = (await container.resolve(Modules.PAYMENT).listRefunds({ payment_id })).find((each) => each.note === mark && !known.has(each.id))
  if (!row) return false
  const of = { order_id: order.id, currency: order.currency }
  await noteRefund(container, of, row).catch((error: unknown) => {
    if (!isRefusal(error, "order_change_open")) throw error
    // The gift stays outstanding on Medusa's page: what was paid counts more.
    return noteAnswer(container, of, "refund", row)
  })
  return true
}

/** Notes a refund as made, and lets the order owe it first. @throws order_change_open; nothing has changed then */
export async function noteRefund(container: MedusaContainer, order: Order, row: Row): Promise<void> {
  await oweMade(container, order, Number(row.amount))
  await noteAnswer(container, order, "refund", row)
}

/** Lets the order owe what was given back. @param amount in Medusa's decimals @throws order_change_open */
export async function oweMade(container: MedusaContainer, { order_id, currency }: Order, amount: number): Promise<void> {
  await oweInMedusa(container, await readMedusaOrder(container, order_id), fromMedusa(amount, currency).minor)
}
