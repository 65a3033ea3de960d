import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { consentWorkflow } from "../../../../../workflows/escrow/consent"
import type { GuardedRequest } from "../../../../guard"
import { mustBeOwnParcel, parcelOfBuyer } from "../../own"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  const customer_id = req.auth_context.actor_id
  await mustBeOwnParcel(req.scope, id, customer_id)
  await consentWorkflow(req.scope).run({ input: { parcel_id: id, at: await now(req.scope), actor: { type: "customer", id: customer_id } } })
  res.json(await parcelOfBuyer(req.scope, id))
}
