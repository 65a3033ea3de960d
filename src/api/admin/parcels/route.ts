import type { MedusaResponse } from "@medusajs/framework/http"

import type { ParcelState } from "../../../domain/escrow"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import type EscrowModuleService from "../../../modules/escrow/service"
import type { GuardedRequest } from "../../guard"
import { parcelAnswers } from "../../merchant/shop-orders/answer"

type Query = { limit: number; after?: string; state?: ParcelState; order_id?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after, state, order_id } = req.validatedQuery
  const rows = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).listEscrowParcels(
    { ...(state ? { state } : {}), ...(order_id ? { order_id } : {}), ...(after ? { id: { $gt: after } } : {}) },
    { take: limit, order: { id: "ASC" } },
  )
  res.json({ parcels: await parcelAnswers(req.scope, rows, "operator") })
}
