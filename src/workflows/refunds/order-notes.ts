import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { fromMedusa } from "../../adapters/medusa-money"
import { isRefusal } from "../../domain/errors"
import { readMedusaOrder, type MedusaOrder } from "./medusa-order"
import { oweInMedusa } from "./owe-in-medusa"

/** Medusa's row of a capture or a refund. */
export type Row = { id: string; amount: unknown; note?: string | null }
export type Reference = "capture" | "refund"
type Order = { order_id: string; currency: string }

/**
 * Writes the order's transaction that Medusa writes when a provider has answered; one of another amount, which a later refund of the
 * same payment wrote for it, goes. Safe twice.
 */
export async function noteAnswer(container: MedusaContainer, { order_id, currency: currency_code }: Order, reference: Reference, row: Row): Promise<void> {
  const orders = container.resolve(Modules.ORDER)
  const amount = Number(row.amount) * (reference === "refund" ? -1 : 1)
  const noted = await orders.listOrderTransactions({ order_id, reference, reference_id: row.id })
  if (noted.some((each) => Number(each.amount) === amount)) return
  if (noted.length > 0) await orders.deleteOrderTransactions(noted.map((each) => each.id))
  await orders.addOrderTransactions({ order_id, amount, currency_code, reference, reference_id: row.id })
}

/** Takes back whatever Medusa has noted of a row that came to nothing. */
export async function forgetAnswer(container: MedusaContainer, { order_id }: Order, reference: Reference, row: Row): Promise<void> {
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
  await noteRefund(container, { order_id: order.id, currency: order.currency }, row).catch((error: unknown) => {
    if (!isRefusal(error, "order_change_open")) throw error
    // The gift stays outstanding on Medusa's page: what was paid counts more.
    return noteAnswer(container, { order_id: order.id, currency: order.currency }, "refund", row)
  })
  return true
}

/** Notes a refund as made, and lets the order owe it first. @throws order_change_open; nothing has changed then */
export async function noteRefund(container: MedusaContainer, order: Order, row: Row): Promise<void> {
  const now = await readMedusaOrder(container, order.order_id)
  await oweInMedusa(container, now, fromMedusa(Number(row.amount), order.currency).minor)
  await noteAnswer(container, order, "refund", row)
}
