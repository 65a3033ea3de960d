import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import { checkInvariants } from "../../../workflows/checks/invariants"
import type { GuardedRequest } from "../../guard"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const at = await now(req.scope)
  const invariants = await checkInvariants(req.scope, at)
  res.json({ at, green: invariants.every((each) => each.holds), invariants })
}
