import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MathBN } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import { decimalOf, fromMedusa, toMedusa } from "../../adapters/medusa-money"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { answersFor, type Transaction } from "../../domain/provider-answers"
import type { MadeRefund } from "../../domain/refund-journals"
import type { Doubt } from "../../modules/escrow/doubts"

type Amount = Parameters<typeof fromMedusa>[0]
type Move = { id: string; raw_amount: Amount; amount: Amount; note?: string | null; created_at: string | Date }
type RawPayment = { id: string; provider_id: string; captures?: Move[]; refunds?: Move[] }
type Detail = { quantity?: number; return_requested_quantity?: number; return_received_quantity?: number; return_dismissed_quantity?: number }
type RawOrder = {
  id: string
  status: string
  currency_code: string
  credit_line_total?: Amount
  credit_lines?: ({ reference: string | null; reference_id: string | null } | null)[]
  summary?: { raw_pending_difference?: Amount; pending_difference?: Amount } | null
  items?: ({ id: string; product_id: string | null; title: string; total?: Amount; return_received_total?: Amount; return_dismissed_total?: Amount; tax_total?: Amount; quantity?: number; detail?: Detail | null } | null)[]
  transactions?: Transaction[]
  payment_collections?: ({ payments?: (RawPayment | null)[] } | null)[]
}

/** Who Medusa is told has made the edits, credit lines and refunds that follow our own books: an operator's have another name. */
export const byUs = "pasaj"

/**
 * `refunded` counts refunds that the provider has not answered for as well: Medusa keeps that back for them. `left`: what is left of it in
 * Medusa's decimals, less than a minor unit of which nobody books.
 */
export type MedusaPayment = { id: string; provider: string; captured: number; refunded: number; left: number; refunds: (MadeRefund & { note: string })[]; doubts: Doubt[] }
/** `total_minor`: of the units that did not come back; `whole_minor`: of all of them. */
export type MedusaLine = { id: string; product_id: string | null; title: string; quantity: number; total_minor: number; whole_minor: number; tax_minor: number }
/** An order as Medusa has it now: what is in it, and what was paid and given back. */
export type MedusaOrder = {
  id: string; currency: string; canceled: boolean; items: MedusaLine[]; payments: MedusaPayment[]
  /**
   * What the buyer has still to pay, in minor units; below zero what Medusa owes the buyer. Medusa counts units whose return was
   * requested as if they were back; here they count when they are.
   */
  pending_minor: number
  /** What it owes in Medusa's own decimals, without what was requested back and is not there; below zero when the buyer has to pay. */
  owes: number
  /** What its credit lines come to, in minor units: what was refunded while nothing was owed, less what we took back of it. */
  credits_minor: number
  /** For what we have taken something back: a cancellation, or a change by which something came back. */
  credited: string[]
}

/** What an order's payments have brought and not given back, in minor units. */
export const keptOf = ({ payments }: MedusaOrder): number => payments.reduce((all, payment) => all + payment.captured - payment.refunded, 0)
/** Whether nobody knows what a provider has done about money that Medusa wrote down. */
export const isDoubtful = ({ payments }: MedusaOrder): boolean => payments.some((payment) => payment.doubts.length > 0)

/** A line whose quantity cannot be read must stop us: taken for none, it would be cancelled. */
function quantityOf(item: { id: string; quantity?: number; detail?: Detail | null }): number {
  const quantity = Number(item.quantity ?? item.detail?.quantity)
  if (!Number.isFinite(quantity)) throw new Error(`Medusa does not tell the quantity of the line ${item.id}.`)
  return quantity
}

/** The price of a line's units whose return was requested and not received; `minor` is the price of those that are not back. */
function requestedOf(item: { id: string; quantity?: number; detail?: Detail | null }, minor: number): number {
  const { return_requested_quantity = 0, return_received_quantity = 0, return_dismissed_quantity = 0 } = item.detail ?? {}
  const there = quantityOf(item) - Number(return_received_quantity) - Number(return_dismissed_quantity)
  return there > 0 ? Math.round((minor * Number(return_requested_quantity)) / there) : 0
}

const fields = [
  "id", "status", "currency_code", "total", "credit_line_total", "credit_lines.*", "summary", "items.*", "items.total", "items.return_received_total", "items.return_dismissed_total", "items.tax_total",
  "items.detail.*",
  "payment_collections.payments.id", "payment_collections.payments.provider_id", "payment_collections.payments.captures.*", "payment_collections.payments.refunds.*",
  "transactions.id", "transactions.reference", "transactions.reference_id", "transactions.amount", "transactions.created_at",
]

/** A payment's refunds, and those of which nobody knows what the provider has done. */
function refundsOf(order: RawOrder, { id, provider_id: provider, refunds = [] }: RawPayment): Pick<MedusaPayment, "refunds" | "doubts"> {
  const { made, unbacked } = answersFor(refunds, id, order.transactions ?? [])
  const amountOf = (move: Pick<Move, "raw_amount" | "amount">) => fromMedusa(move.raw_amount ?? move.amount, order.currency_code)
  const since = (at: string | Date | undefined) => instantOf(new Date(at ?? 0))
  return {
    refunds: refunds.filter((move) => made.has(move.id)).map((move) => ({ id: move.id, order_id: order.id, provider, amount: amountOf(move), note: move.note ?? "" }))
      .filter((refund) => refund.amount.minor > 0),
    // Less than a minor unit is nobody's doubt.
    doubts: [
      ...refunds.filter((move) => !made.has(move.id)).map((move): Doubt => ({ kind: "refund", id: move.id, order_id: order.id, provider, ...amountOf(move), since: since(move.created_at) })),
      ...unbacked.map((note): Doubt => ({ kind: "noted", id: note.id ?? "", order_id: order.id, provider, minor: -fromMedusa(Number(note.amount), order.currency_code).minor, currency: order.currency_code, since: since(note.created_at) })),
    ].filter((doubt) => doubt.minor > 0),
  }
}

/** @throws order_not_found */
export async function readMedusaOrder(container: MedusaContainer, orderId: string): Promise<MedusaOrder> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order", fields, filters: { id: orderId } })
  const order = (data[0] as RawOrder | undefined) ?? refuse("order_not_found", { id: orderId })
  const minor = (move: Move) => fromMedusa(move.raw_amount ?? move.amount, order.currency_code)
  const exact = (moves: Move[] = []) => moves.reduce((all, move) => MathBN.add(all, decimalOf(move.raw_amount ?? move.amount)), MathBN.convert(0))
  const requested = (order.items ?? []).reduce((all, item) => all + (item ? requestedOf(item, fromMedusa(item.total, order.currency_code).minor) : 0), 0)
  const payments = (order.payment_collections ?? []).flatMap((collection) => collection?.payments ?? []).filter((payment) => payment !== null)
  return {
    id: order.id,
    currency: order.currency_code,
    canceled: order.status === "canceled",
    pending_minor: fromMedusa(order.summary?.raw_pending_difference ?? order.summary?.pending_difference ?? 0, order.currency_code).minor + requested,
    owes: -MathBN.add(decimalOf(order.summary?.raw_pending_difference ?? order.summary?.pending_difference), toMedusa(money(requested, order.currency_code))).toNumber(),
    credits_minor: fromMedusa(order.credit_line_total ?? 0, order.currency_code).minor,
    credited: (order.credit_lines ?? []).flatMap((line) => (line?.reference === byUs && line.reference_id !== null ? [line.reference_id] : [])),
    items: (order.items ?? []).filter((item) => item !== null).map((item) => ({
      id: item.id, product_id: item.product_id, title: item.title, quantity: quantityOf(item), total_minor: fromMedusa(item.total, order.currency_code).minor,
      whole_minor: [item.total, item.return_received_total, item.return_dismissed_total].reduce<number>((all, each) => all + fromMedusa(each ?? 0, order.currency_code).minor, 0),
      tax_minor: fromMedusa(item.tax_total ?? 0, order.currency_code).minor,
    })).filter((item) => item.quantity > 0),
    payments: payments.map((payment) => ({
      id: payment.id,
      provider: payment.provider_id,
      captured: (payment.captures ?? []).reduce((all, move) => all + minor(move).minor, 0),
      refunded: (payment.refunds ?? []).reduce((all, move) => all + minor(move).minor, 0),
      left: MathBN.sub(exact(payment.captures), exact(payment.refunds)).toNumber(),
      ...refundsOf(order, payment),
    })),
  }
}
