import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { setGuideWorkflow } from "../../../../../workflows/merchant/onboarding"
import type { GuardedRequest } from "../../../../guard"
import { oneOnboarding } from "../../../../merchant/onboarding/answer"
import type { GuideBody } from "../../../onboardings/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof GuideBody>>, res: MedusaResponse) => {
  const { actor_id: author_id } = req.auth_context
  const { operator_id = author_id, contact = null } = req.validatedBody
  const merchant_id = req.params.id ?? ""
  await setGuideWorkflow(req.scope).run({ input: { merchant_id, operator_id, contact, author_id, at: await now(req.scope) } })
  res.json({ onboarding: await oneOnboarding(req.scope, merchant_id) })
}
