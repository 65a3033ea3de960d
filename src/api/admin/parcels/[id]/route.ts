import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../guard"
import { oneParcel } from "../find"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await oneParcel(req.scope, req.params.id ?? ""))
}
