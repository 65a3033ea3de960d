import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { fromMedusa } from "../../adapters/medusa-money"
import { refuse } from "../../domain/errors"
import type { MadeRefund } from "../../domain/refund-journals"

type Amount = Parameters<typeof fromMedusa>[0]
type Move = { id: string; raw_amount: Amount; amount: Amount; note?: string | null }
type RawOrder = {
  id: string
  status: string
  currency_code: string
  items?: ({ id: string; product_id: string | null; title: string; total?: Amount; quantity?: number; detail?: { quantity?: number } } | null)[]
  payment_collections?: ({ payments?: ({ id: string; provider_id: string; captures?: Move[]; refunds?: Move[] } | null)[] } | null)[]
}

export type MedusaPayment = { id: string; captured: number; refunded: number; refunds: (MadeRefund & { note: string })[] }
export type MedusaLine = { id: string; product_id: string | null; title: string; quantity: number; total_minor: number }
/** An order as Medusa has it now: what is in it, and what was paid and given back. */
export type MedusaOrder = { id: string; currency: string; canceled: boolean; items: MedusaLine[]; payments: MedusaPayment[] }

/** A line whose quantity cannot be read must stop us: taken for none, it would be cancelled. */
function quantityOf(item: { id: string; quantity?: number; detail?: { quantity?: number } }): number {
  const quantity = Number(item.quantity ?? item.detail?.quantity)
  if (!Number.isFinite(quantity)) throw new Error(`Medusa does not tell the quantity of the line ${item.id}.`)
  return quantity
}

const fields = [
  "id", "status", "currency_code", "total", "items.*", "items.total", "items.detail.quantity",
  "payment_collections.payments.id", "payment_collections.payments.provider_id", "payment_collections.payments.captures.*", "payment_collections.payments.refunds.*",
]

/** @throws order_not_found */
export async function readMedusaOrder(container: MedusaContainer, orderId: string): Promise<MedusaOrder> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order", fields, filters: { id: orderId } })
  const order = (data[0] as RawOrder | undefined) ?? refuse("order_not_found", { id: orderId })
  const minor = (move: Move) => fromMedusa(move.raw_amount ?? move.amount, order.currency_code)
  const payments = (order.payment_collections ?? []).flatMap((collection) => collection?.payments ?? []).filter((payment) => payment !== null)
  return {
    id: order.id,
    currency: order.currency_code,
    canceled: order.status === "canceled",
    items: (order.items ?? []).filter((item) => item !== null).map((item) => ({
      id: item.id, product_id: item.product_id, title: item.title, quantity: quantityOf(item), total_minor: fromMedusa(item.total, order.currency_code).minor,
    })).filter((item) => item.quantity > 0),
    payments: payments.map((payment) => ({
      id: payment.id,
      captured: (payment.captures ?? []).reduce((all, move) => all + minor(move).minor, 0),
      refunded: (payment.refunds ?? []).reduce((all, move) => all + minor(move).minor, 0),
      refunds: (payment.refunds ?? []).map((move) => ({
        id: move.id, order_id: order.id, provider: payment.provider_id, amount: minor(move), note: move.note ?? "",
      })),
    })),
  }
}
