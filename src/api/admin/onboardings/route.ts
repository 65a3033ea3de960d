import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { stuckMerchants } from "../../../workflows/merchant/onboarding"
import type { GuardedRequest } from "../../guard"
import { onboardingAnswer } from "../../merchant/onboarding/answer"
import type { OnboardingsQuery } from "./contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof OnboardingsQuery>>, res: MedusaResponse) => {
  const { guide, ...query } = req.validatedQuery
  const whose = guide === undefined ? {} : { guide: guide === "none" ? null : guide }
  const { found, next_after } = await stuckMerchants(req.scope, { ...query, ...whose })
  res.json({ onboardings: found.map(onboardingAnswer), next_after })
}
