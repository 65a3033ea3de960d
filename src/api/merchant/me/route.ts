import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../guard"
import { personAnswer } from "../people/answer"

/** The signed-in person and its memberships. */
export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json(await personAnswer(req.scope, req.auth_context.actor_id))
}
