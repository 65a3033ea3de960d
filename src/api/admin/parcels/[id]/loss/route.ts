import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { loseParcelWorkflow } from "../../../../../workflows/escrow/lose-parcel"
import type { GuardedRequest } from "../../../../guard"
import type { LossBody } from "../../contract"
import { oneParcel } from "../../find"

export const POST = async (req: GuardedRequest<z.infer<typeof LossBody>>, res: MedusaResponse) => {
  const { parcel } = await oneParcel(req.scope, req.params.id ?? "")
  await loseParcelWorkflow(req.scope).run({
    input: { parcel_id: parcel.id, note: req.validatedBody.note, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.json(await oneParcel(req.scope, parcel.id))
}
