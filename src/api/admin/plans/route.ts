import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { PASAJ_RENTAL } from "../../../modules/rental"
import type RentalModuleService from "../../../modules/rental/service"
import { publishPlanWorkflow } from "../../../workflows/rental/publish-plan"
import type { GuardedRequest } from "../../guard"
import { planAnswer } from "../../merchant/plans/answer"
import type { PublishPlanBody } from "../../merchant/plans/contract"

type Query = { limit: number; after?: string }

export const POST = async (req: GuardedRequest<z.infer<typeof PublishPlanBody>>, res: MedusaResponse) => {
  const { result: id } = await publishPlanWorkflow(req.scope).run({ input: { terms: req.validatedBody, at: await now(req.scope) } })
  const [edition] = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).editionsOf([id])
  res.status(201).json({ plan: edition && planAnswer(edition) })
}

/** Editions in the order of their ids, which is the order in which they were written. */
export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after } = req.validatedQuery
  const editions = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).editionsAfter(limit, after)
  res.json({ plans: editions.map(planAnswer) })
}
