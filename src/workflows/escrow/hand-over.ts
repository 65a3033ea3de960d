import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import { hashOf, signToken } from "../../adapters/link-token"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { keepLink } from "../../modules/escrow/links"
import { handOver } from "../../modules/escrow/parcels"
import type EscrowModuleService from "../../modules/escrow/service"

/** Tells the host's notifications; what they make of it must not undo what has happened. */
export async function tell(container: MedusaContainer, name: string, data: Record<string, unknown>): Promise<void> {
  try {
    await container.resolve(Modules.EVENT_BUS).emit({ name, data })
  } catch (error) {
    container.resolve(ContainerRegistrationKeys.LOGGER).error(`pasaj: ${name} could not be told: ${String(error)}`)
  }
}

/**
 * The parcel leaves, with a link by which its buyer may answer without a sign-in. The token is told once, by the event
 * `pasaj.consent_link`, for an SMS or a letter: we keep its hash only. @throws row_not_found, wrong_state
 */
export async function handOverWithLink(container: MedusaContainer, parcelId: string, fulfillmentId: string, at: Instant, actor: Actor): Promise<void> {
  const token = signToken(container, parcelId)
  const expires_at = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) => {
    await handOver(manager, parcelId, fulfillmentId, at, actor)
    return keepLink(manager, parcelId, hashOf(token), at)
  })
  await tell(container, "pasaj.consent_link", { id: parcelId, token, expires_at })
}
