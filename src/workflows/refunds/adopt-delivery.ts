import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import type { Instant } from "../../domain/calendar"
import type { ParcelState } from "../../domain/escrow"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { suspend } from "../../modules/escrow/adoption"
import type EscrowModuleService from "../../modules/escrow/service"
import { deliverParcelWorkflow } from "../escrow/deliver"
import { adoptFulfillments } from "./adopt-fulfillments"
import { messageOf } from "./execute"

const waiting: ParcelState[] = ["handed_over", "lost"]

/**
 * An operator marked fulfilments as delivered on Medusa's order page (P5): our parcels have arrived, lost ones too, by an
 * operator's word. The moment is ours, not Medusa's, for only the marketplace's clock starts a consent window. One that is
 * refused waits in the operators' queue and holds up no other.
 * @returns the parcels that have arrived by it
 */
export async function adoptDeliveries(container: MedusaContainer, fulfillmentIds: string[], at: Instant): Promise<string[]> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  await adoptFulfillments(container, fulfillmentIds, at) // what nobody has seen being shipped
  const parcels = await escrow.listEscrowParcels({ fulfillment_id: fulfillmentIds, state: waiting })
  const arrived: string[] = []
  for (const { id, order_id, currency } of parcels) {
    const actor = { type: "operator", id: "medusa-order-page" } as const
    const { errors } = await deliverParcelWorkflow(container).run({
      input: { parcel_id: id, delivered_at: at, evidence: "operator", note: "marked as delivered on Medusa's order page", at, actor },
      throwOnError: false,
    })
    if (errors.length === 0) arrived.push(id)
    else if ((await escrow.listEscrowParcels({ id, state: waiting })).length > 0) { // else the event and the sweep found it at once
      const note = `On Medusa's order page the parcel ${id} was marked as delivered, which was refused: ${messageOf(errors[0]?.error)}`
      await escrow.within((manager) => suspend(manager, { order_id, source: "delivery", reference: `delivered:${id}`, amount: money(0, currency), note }, at))
    }
  }
  return arrived
}

/** Fulfilments that Medusa has as shipped, or delivered, since `since`, the earliest first. */
export async function fulfilledSince(container: MedusaContainer, what: "shipped_at" | "delivered_at", since: Instant, limit: number): Promise<{ id: string; at: Instant }[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "fulfillment", fields: ["id", what], filters: { [what]: { $gt: since } }, pagination: { take: limit, order: { [what]: "ASC" } },
  })
  return data.flatMap((row) => {
    const at = row[what]
    return at ? [{ id: row.id, at: instantOf(at) }] : []
  })
}
