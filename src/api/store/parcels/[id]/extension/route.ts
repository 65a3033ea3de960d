import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { extendWindowWorkflow } from "../../../../../workflows/escrow/extend-window"
import type { GuardedRequest } from "../../../../guard"
import { mustBeOwnParcel, parcelOfBuyer } from "../../own"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  const customer_id = req.auth_context.actor_id
  await mustBeOwnParcel(req.scope, id, customer_id)
  await extendWindowWorkflow(req.scope).run({
    input: { extension: { parcel_id: id, by: "buyer" }, at: await now(req.scope), actor: { type: "customer", id: customer_id } },
  })
  res.json(await parcelOfBuyer(req.scope, id))
}
