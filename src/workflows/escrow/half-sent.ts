import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import type { HalfPacked } from "../../modules/escrow/repair"
import type { NotedLevel, SentItem } from "./sent-stock"

type Action = { action: string; reference_id: string | null }
type Line = { id: string; quantity?: number | null; detail?: { quantity?: number; fulfilled_quantity?: number } | null }

/**
 * How far Medusa came with a parcel's fulfilment. `fulfilled`, `shipped`: the order itself says so, apart from the fulfilment's own
 * `shipped_at`. `impossible`: the order cannot take it any more, for it was cancelled, or has not that many units left to send.
 */
export type HalfSent = {
  id: string; created_at: string | Date; shipped_at: string | Date | null; items: SentItem[]; noted: NotedLevel[]
  linked: boolean; fulfilled: boolean; shipped: boolean; canceled: boolean; impossible: boolean
}

/** A parcel's fulfilment, found by the mark that its dispatch gave it and by its lines: a stop may have come before it was the order's. */
export async function readHalfSent(container: MedusaContainer, { id, order_id, items }: HalfPacked): Promise<HalfSent | null> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data: made } = await query.graph({
    entity: "fulfillment", filters: { items: { line_item_id: items.map((item) => item.line_item_id) } },
    fields: ["id", "metadata", "created_at", "shipped_at", "canceled_at", "items.inventory_item_id", "items.quantity", "items.title"],
  })
  const there = made.find((each) => !each.canceled_at && each.metadata?.pasaj_parcel === id)
  if (!there) return null
  const [{ data: links }, did, { data: orders }] = await Promise.all([
    query.graph({ entity: "order_fulfillment", fields: ["order_id"], filters: { fulfillment_id: there.id } }),
    registeredOf(container, order_id, there.id),
    query.graph({ entity: "order", fields: ["status", "items.*", "items.detail.quantity", "items.detail.fulfilled_quantity"], filters: { id: order_id } }),
  ])
  const fulfilled = did.has("FULFILL_ITEM") && !did.has("CANCEL_ITEM_FULFILLMENT")
  const lines = (orders[0]?.items ?? []) as (Line | null)[]
  const canceled = orders[0]?.status === "canceled"
  const lacks = ({ line_item_id, quantity }: { line_item_id: string; quantity: number }) => openIn(lines.find((line) => line?.id === line_item_id)) < quantity
  return {
    id: there.id, created_at: there.created_at, shipped_at: there.shipped_at ?? null,
    items: ((there.items ?? []) as (SentItem | null)[]).flatMap((item) => (item ? [{ inventory_item_id: item.inventory_item_id ?? null, quantity: Number(item.quantity), title: item.title }] : [])),
    noted: (there.metadata?.pasaj_stock ?? []) as NotedLevel[],
    linked: links.length > 0, fulfilled, shipped: did.has("SHIP_ITEM"), canceled, impossible: canceled || (!fulfilled && items.some(lacks)),
  }
}

/** What Medusa's order says of a fulfilment: what was registered of it, each with its reference. */
export async function registeredOf(container: MedusaContainer, orderId: string, fulfillmentId: string): Promise<Set<string>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "order_change", fields: ["actions.action", "actions.reference_id"], filters: { order_id: orderId } })
  const actions = data.flatMap((change) => (change.actions ?? []) as (Action | null)[])
  return new Set(actions.flatMap((action) => (action?.reference_id === fulfillmentId ? [action.action] : [])))
}

/** How many units of a line of Medusa's order are in no fulfilment. */
const openIn = (line: Line | null | undefined): number => Number(line?.quantity ?? line?.detail?.quantity ?? 0) - Number(line?.detail?.fulfilled_quantity ?? 0)
