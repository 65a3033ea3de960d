import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_RENTAL } from "../../../../modules/rental"
import type RentalModuleService from "../../../../modules/rental/service"
import { draftPlanWorkflow } from "../../../../workflows/rental/set-terms"
import type { GuardedRequest } from "../../../guard"
import { planAnswer } from "../../../merchant/plans/answer"
import type { PublishPlanBody } from "../../../merchant/plans/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof PublishPlanBody>>, res: MedusaResponse) => {
  const { result: id } = await draftPlanWorkflow(req.scope).run({ input: req.validatedBody })
  const [draft] = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).editionsOf([id])
  res.status(201).json({ plan: draft && planAnswer(draft) })
}
