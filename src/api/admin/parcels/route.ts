import type { MedusaResponse } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"

import { now } from "../../../adapters/clock"
import { addToInstant, type Instant } from "../../../domain/calendar"
import type { ParcelState } from "../../../domain/escrow"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import { policyInForce } from "../../../modules/escrow/policies"
import type EscrowModuleService from "../../../modules/escrow/service"
import type { GuardedRequest } from "../../guard"
import { parcelAnswers } from "../../merchant/shop-orders/answer"

type Query = { limit: number; after?: string; state?: ParcelState; order_id?: string; silent?: "true" }

/** Parcels handed over before this instant, and not heard of since, are silent for too long. */
async function silentSince(container: MedusaContainer): Promise<Instant> {
  const { silent_after_days } = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing(policyInForce)
  return addToInstant(await now(container), { days: -silent_after_days })
}

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after, state, order_id, silent } = req.validatedQuery
  const escrow = req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const rows = await escrow.listEscrowParcels(
    {
      ...(state ? { state } : {}), ...(order_id ? { order_id } : {}), ...(after ? { id: { $gt: after } } : {}),
      ...(silent ? { $and: [{ state: "handed_over" }, { handed_over_at: { $lte: await silentSince(req.scope) } }] } : {}),
    },
    { take: limit, order: { id: "ASC" } },
  )
  res.json({ parcels: await parcelAnswers(req.scope, rows, "operator") })
}
