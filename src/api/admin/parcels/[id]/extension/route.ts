import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { extendWindowWorkflow } from "../../../../../workflows/escrow/extend-window"
import type { GuardedRequest } from "../../../../guard"
import type { ExtensionBody } from "../../contract"
import { oneParcel } from "../../find"

export const POST = async (req: GuardedRequest<z.infer<typeof ExtensionBody>>, res: MedusaResponse) => {
  const { parcel } = await oneParcel(req.scope, req.params.id ?? "")
  await extendWindowWorkflow(req.scope).run({
    input: {
      extension: { parcel_id: parcel.id, by: "other", ...req.validatedBody },
      at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id },
    },
  })
  res.json(await oneParcel(req.scope, parcel.id))
}
