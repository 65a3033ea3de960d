import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { deliverParcelWorkflow } from "../../../../../workflows/escrow/deliver"
import type { GuardedRequest } from "../../../../guard"
import type { DeliveryBody } from "../../contract"
import { oneParcel } from "../../find"

export const POST = async (req: GuardedRequest<z.infer<typeof DeliveryBody>>, res: MedusaResponse) => {
  const { parcel } = await oneParcel(req.scope, req.params.id ?? "")
  const at = await now(req.scope)
  const { delivered_at = at, note, evidence } = req.validatedBody
  await deliverParcelWorkflow(req.scope).run({
    input: { parcel_id: parcel.id, delivered_at, evidence, note, at, actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.json(await oneParcel(req.scope, parcel.id))
}
