import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { moveWithin } from "../../adapters/move"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { DomainError } from "../../domain/errors"
import { shopOrderMachine } from "../../domain/escrow"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { suspend } from "../../modules/escrow/adoption"
import { handOver, pack } from "../../modules/escrow/parcels"
import type EscrowModuleService from "../../modules/escrow/service"
import { lockOrder } from "../../modules/escrow/standing"
import { makeConsentLinkWorkflow } from "../escrow/links"

const actor: Actor = { type: "operator", id: "medusa-order-page" }

type Item = { line_item_id: string; quantity: number }
type Sent = { id: string; order_id: string; carrier: string; tracking_code: string; items: Item[] }

/**
 * Fulfilments that an operator made and shipped on Medusa's order page: what is all of one shop's paid part, with a tracking
 * number on its label, is a parcel of that shop (K4, P4), handed over now. What is not (several shops at once, no tracking number,
 * nothing paid yet) waits in the operators' queue, once: its money would else be held for ever, for Medusa lets nobody send it again.
 * @returns the parcels made of them
 */
export async function adoptFulfillments(container: MedusaContainer, fulfillmentIds: string[], at: Instant): Promise<string[]> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const known = await escrow.listEscrowParcels({ fulfillment_id: fulfillmentIds }, { select: ["fulfillment_id"], take: fulfillmentIds.length })
  const ours = new Set(known.map((parcel) => parcel.fulfillment_id))
  const made: string[] = []
  for (const sent of await sentInMedusa(container, fulfillmentIds.filter((id) => !ours.has(id)))) {
    const lines = await escrow.listShopOrderLines({ line_item_id: sent.items.map((item) => item.line_item_id) }, { take: sent.items.length })
    if (lines.length === 0) continue // the marketplace's own
    const parts = [...new Set(lines.map((line) => line.shop_order_id))]
    const whole = parts.length === 1 && lines.length === new Set(sent.items.map((item) => item.line_item_id)).size
    const refused = whole ? await adopt(escrow, sent, parts[0] ?? "", at) : { error: "it is not of one shop alone" }
    if (refused === null) continue
    if ("parcel_id" in refused) {
      await makeConsentLinkWorkflow(container).run({ input: { parcel_id: refused.parcel_id, at } })
      made.push(refused.parcel_id)
      continue
    }
    const note = `On Medusa's order page the fulfilment ${sent.id} was sent, and it is no parcel of a shop, so that no buyer can answer for it: ${refused.error}`
    const [order] = await escrow.listEscrowOrders({ order_id: sent.order_id }, { select: ["currency"], take: 1 })
    await escrow.within((manager) => suspend(manager, { order_id: sent.order_id, source: "delivery", reference: `delivery:${sent.id}`, amount: money(0, order?.currency ?? "xxx"), note }, at))
  }
  return made
}

/**
 * One transaction: the part is accepted where nobody has yet, packed and handed over.
 * @returns the parcel, or why there is none; null when the event and the sweep found it at once, and this one came second
 */
async function adopt(escrow: EscrowModuleService, sent: Sent, shop_order_id: string, at: Instant): Promise<{ parcel_id: string } | { error: string } | null> {
  try {
    return await escrow.within(async (manager) => {
      await lockOrder(manager, sent.order_id)
      if ((await manager.execute("select id from escrow_parcel where fulfillment_id = ?", [sent.id])).length > 0) return null
      const [part] = await manager.execute<{ state: string }>("select state from shop_order where id = ?", [shop_order_id])
      if (part?.state === "paid") {
        await moveWithin(manager, { table: "shop_order", history: "escrow_history", machine: shopOrderMachine, ids: [shop_order_id], event: "accept", at, actor })
      }
      const { carrier, tracking_code, items } = sent
      const { parcel_id } = await pack(manager, { shop_order_id, carrier, tracking_code, items }, at)
      await handOver(manager, parcel_id, sent.id, at, actor)
      return { parcel_id }
    })
  } catch (error) {
    if (error instanceof DomainError) return { error: error.message }
    throw error
  }
}

/** Of the fulfilments, those that operators made of an order: ours carry their parcel's id, and returns belong to no order. */
async function sentInMedusa(container: MedusaContainer, ids: string[]): Promise<Sent[]> {
  if (ids.length === 0) return []
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data: links } = await query.graph({ entity: "order_fulfillment", fields: ["order_id", "fulfillment_id"], filters: { fulfillment_id: ids } })
  const orderOf = new Map(links.map((link) => [link.fulfillment_id as string, link.order_id as string]))
  const { data } = await query.graph({
    entity: "fulfillment", filters: { id: [...orderOf.keys()] },
    fields: ["id", "metadata", "canceled_at", "shipping_option.name", "items.line_item_id", "items.quantity", "labels.tracking_number"],
  })
  return data.filter((row) => !row.canceled_at && !row.metadata?.pasaj_parcel).map((row) => ({
    id: row.id, order_id: orderOf.get(row.id) ?? "", carrier: row.shipping_option?.name ?? "unknown",
    tracking_code: row.labels?.map((label: { tracking_number?: string | null } | null) => label?.tracking_number).find(Boolean) ?? "",
    items: (row.items ?? []).flatMap((item: { line_item_id?: string | null; quantity?: unknown } | null) => (item?.line_item_id ? [{ line_item_id: item.line_item_id, quantity: Number(item.quantity) }] : [])),
  }))
}
