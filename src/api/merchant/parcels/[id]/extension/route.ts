import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { extendWindowWorkflow } from "../../../../../workflows/escrow/extend-window"
import type { ExtensionBody } from "../../../../admin/parcels/contract"
import type { GuardedRequest } from "../../../../guard"
import { parcelAnswers } from "../../../shop-orders/answer"
import { findParcelWithin } from "../../own"

export const POST = async (req: GuardedRequest<z.infer<typeof ExtensionBody>>, res: MedusaResponse) => {
  const { id } = await findParcelWithin(req.scope, req.params.id ?? "", req.scopeOfMember)
  await extendWindowWorkflow(req.scope).run({
    input: { extension: { parcel_id: id, by: "other", ...req.validatedBody }, at: await now(req.scope), actor: req.scopeOfMember.actor },
  })
  const [parcel] = await parcelAnswers(req.scope, [await findParcelWithin(req.scope, id, req.scopeOfMember)], "merchant")
  res.json({ parcel })
}
