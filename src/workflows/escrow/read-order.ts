import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import { decimalOf, fromMedusa } from "../../adapters/medusa-money"
import type { Instant } from "../../domain/calendar"
import type { Capture } from "../../domain/custody-journals"
import { refuse } from "../../domain/errors"
import { splitOrder, type OrderFacts, type OrderParts } from "../../domain/order-parts"
import { isCaptured, type Transaction } from "../../domain/provider-answers"
import type { Doubt } from "../../modules/escrow/doubts"
import type { PlacedOrder } from "../../modules/escrow/funding"
import { PASAJ_ESCROW } from "../../modules/escrow"
import type EscrowModuleService from "../../modules/escrow/service"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { exemptionsAt } from "../../modules/merchant/exemptions"
import type MerchantModuleService from "../../modules/merchant/service"
import { categoriesOf } from "../catalogue/categories"

type Charge = { total?: unknown; tax_total?: unknown }
type Line = Charge & { id: string; product_id: string | null; title: string; variant_title: string | null; quantity: number }
type MedusaOrder = {
  id: string
  display_id: number
  currency_code: string
  created_at: string | Date
  updated_at: string | Date
  is_draft_order: boolean
  total: unknown
  items: Line[]
  shipping_methods?: Charge[]
  transactions?: Transaction[]
  payment_collections?: { payments?: { provider_id: string; captured_at: string | Date | null; captures?: MedusaCapture[] }[] }[]
}
type MedusaCapture = { id: string; raw_amount: unknown; amount: unknown; created_at: string | Date }
type Amount = Parameters<typeof decimalOf>[0]

const fields = [
  "id", "display_id", "currency_code", "created_at", "updated_at", "is_draft_order", "total",
  "items.id", "items.product_id", "items.title", "items.variant_title", "items.quantity", "items.total", "items.tax_total",
  "shipping_methods.id", "shipping_methods.total", "shipping_methods.tax_total",
  "payment_collections.payments.provider_id", "payment_collections.payments.captured_at", "payment_collections.payments.captures.*",
  "transactions.reference", "transactions.reference_id", "transactions.amount",
]

/**
 * A draft is nobody's order yet: it is not booked until it is placed. `parts` is null of an order that is in the books
 * already: they say how it falls into parts, and Medusa's totals may have come below them, and below zero, since.
 * `doubts` are captures that no provider has answered for yet: they fund nothing. `since` is by the machine's clock, which Medusa's
 * rows are stamped with: how long the order, or the capture, has been as it is.
 */
export type ReadOrder = { draft: boolean; since: Instant; placed: PlacedOrder; parts: OrderParts | null; captures: (Capture & { since: Instant })[]; doubts: Doubt[] }

/** What our books need of a Medusa order: who placed it, how it falls into parts, and what has been captured for it. */
export async function readOrder(container: MedusaContainer, orderId: string): Promise<ReadOrder> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order", fields, filters: { id: orderId } })
  const order = (data[0] as MedusaOrder | undefined) ?? refuse("order_not_found", { id: orderId })
  const [booked] = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).listEscrowOrders({ order_id: orderId })
  const titles = Object.fromEntries(order.items.map((line) => [line.id, [line.title, line.variant_title].filter(Boolean).join(" · ")]))
  return {
    draft: order.is_draft_order,
    since: instantOf(new Date(order.updated_at)),
    placed: {
      order_id: order.id, display_id: order.display_id, placed_at: instantOf(new Date(order.created_at)), titles,
      products: Object.fromEntries(order.items.flatMap((line) => (line.product_id === null ? [] : [[line.id, line.product_id]]))),
      categories: booked ? {} : await categoriesIn(container, order),
      exemptions: await exemptionsOf(container, order),
    },
    parts: booked ? null : splitOrder(await factsOf(container, order)),
    ...capturesOf(order),
  }
}

/** The categories in which the order's lines are sold, as they are when it is booked, moments after it was placed. */
async function categoriesIn(container: MedusaContainer, { items }: MedusaOrder): Promise<Record<string, string[]>> {
  const categories = await categoriesOf(container, items.flatMap((line) => line.product_id ?? []))
  return Object.fromEntries(items.flatMap((line) => {
    const ids = categories.get(line.product_id ?? "")
    return ids === undefined ? [] : [[line.id, ids]]
  }))
}

/** Which of the order's lines cannot be given back without a fault, as it stood when the order was placed. */
async function exemptionsOf(container: MedusaContainer, { items, created_at }: MedusaOrder): Promise<Record<string, string>> {
  const productIds = items.flatMap((line) => line.product_id ?? [])
  const exemptions = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => exemptionsAt(manager, productIds, instantOf(new Date(created_at))))
  return Object.fromEntries(items.flatMap((line) => {
    const exemption = exemptions.get(line.product_id ?? "")
    return exemption === undefined ? [] : [[line.id, exemption]]
  }))
}

async function factsOf(container: MedusaContainer, order: MedusaOrder): Promise<OrderFacts> {
  const productIds = order.items.flatMap((line) => (line.product_id === null ? [] : [line.product_id]))
  const placements = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).placementsOf(productIds)
  const placeOf = new Map(placements.map(({ product_id, shop_id, merchant_id }) => [product_id, { shop_id, merchant_id }]))
  const amounts = (charge: Charge) => ({ total: decimalOf(charge.total as Amount), tax: decimalOf(charge.tax_total as Amount) })
  return {
    currency: order.currency_code,
    total: decimalOf(order.total as Amount),
    charges: [
      ...order.items.map((line) => ({
        line_id: line.id, quantity: line.quantity, place: placeOf.get(line.product_id ?? "") ?? null, ...amounts(line),
      })),
      ...(order.shipping_methods ?? []).map((method) => ({ line_id: null, quantity: 1, place: null, ...amounts(method) })),
    ],
  }
}

/** Medusa's captures, each rounded once: what funds the holds. */
function capturesOf(order: MedusaOrder): Pick<ReadOrder, "captures" | "doubts"> {
  const payments = (order.payment_collections ?? []).flatMap((collection) => collection.payments ?? [])
  const all = payments.flatMap((payment) => (payment.captures ?? []).map((capture) => ({ payment, capture })))
  const amountOf = (capture: MedusaCapture) => fromMedusa((capture.raw_amount ?? capture.amount) as Amount, order.currency_code)
  const known = ({ payment, capture }: (typeof all)[number]) => isCaptured(capture.id, payment, order.transactions ?? [])
  return {
    captures: all.filter(known).map(({ payment, capture }) => ({
      id: capture.id, order_id: order.id, provider: payment.provider_id, amount: amountOf(capture), since: instantOf(new Date(payment.captured_at ?? capture.created_at)),
    })),
    doubts: all.filter((each) => !known(each)).map(({ payment, capture }) => ({
      kind: "capture", id: capture.id, order_id: order.id, provider: payment.provider_id, ...amountOf(capture), since: instantOf(new Date(capture.created_at)),
    })),
  }
}
