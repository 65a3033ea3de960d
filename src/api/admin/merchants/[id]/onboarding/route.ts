import type { MedusaResponse } from "@medusajs/framework/http"

import type { GuardedRequest } from "../../../../guard"
import { oneOnboarding } from "../../../../merchant/onboarding/answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ onboarding: await oneOnboarding(req.scope, req.params.id ?? "") })
}
