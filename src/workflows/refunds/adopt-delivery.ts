import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { instantOf } from "../../adapters/columns"
import type { Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import type EscrowModuleService from "../../modules/escrow/service"
import { deliverParcelWorkflow } from "../escrow/deliver"

/**
 * An operator marked fulfilments as delivered on Medusa's order page (P5): our parcels have arrived, by an operator's
 * word. The moment is ours, not Medusa's, for only the marketplace's clock starts a consent window.
 * @returns the parcels that were waiting for it
 */
export async function adoptDeliveries(container: MedusaContainer, fulfillmentIds: string[], at: Instant): Promise<string[]> {
  const parcels = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).listEscrowParcels({ fulfillment_id: fulfillmentIds, state: "handed_over" })
  for (const parcel of parcels) {
    await deliverParcelWorkflow(container).run({
      input: {
        parcel_id: parcel.id, delivered_at: at, evidence: "operator", note: "marked as delivered on Medusa's order page", at,
        actor: { type: "operator", id: "medusa-order-page" },
      },
    })
  }
  return parcels.map((parcel) => parcel.id)
}

/** Fulfilments that Medusa has as delivered since `since`, the earliest first. */
export async function deliveredSince(container: MedusaContainer, since: Instant, limit: number): Promise<{ id: string; at: Instant }[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "fulfillment", fields: ["id", "delivered_at"], filters: { delivered_at: { $gt: since } }, pagination: { take: limit, order: { delivered_at: "ASC" } },
  })
  return data.flatMap((row) => (row.delivered_at ? [{ id: row.id, at: instantOf(row.delivered_at) }] : []))
}
