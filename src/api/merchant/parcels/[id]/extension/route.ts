import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { PASAJ_ESCROW } from "../../../../../modules/escrow"
import type EscrowModuleService from "../../../../../modules/escrow/service"
import { extendWindowWorkflow } from "../../../../../workflows/escrow/extend-window"
import type { ExtensionBody } from "../../../../admin/parcels/contract"
import type { GuardedRequest } from "../../../../guard"
import { parcelAnswers } from "../../../shop-orders/answer"

export const POST = async (req: GuardedRequest<z.infer<typeof ExtensionBody>>, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  const own = { id, merchant_id: req.scopeOfMember.merchant_ids }
  const escrow = req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW)
  if ((await escrow.listEscrowParcels(own)).length === 0) refuse("parcel_not_found", { id })
  await extendWindowWorkflow(req.scope).run({
    input: {
      extension: { parcel_id: id, by: "other", ...req.validatedBody },
      at: await now(req.scope), actor: { type: "member", id: req.auth_context.actor_id },
    },
  })
  const [parcel] = await parcelAnswers(req.scope, await escrow.listEscrowParcels(own), "merchant")
  res.json({ parcel })
}
