import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { makeConsentLinkWorkflow } from "../../../../../workflows/escrow/links"
import type { GuardedRequest } from "../../../../guard"
import { oneParcel } from "../../find"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { parcel } = await oneParcel(req.scope, req.params.id ?? "")
  const { result } = await makeConsentLinkWorkflow(req.scope).run({ input: { parcel_id: parcel.id, at: await now(req.scope) } })
  res.status(201).json({ link: { ...result, path: `/store/consent-links/${result.token}` } })
}
