import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { PASAJ_RENTAL } from "../../../../../modules/rental"
import type RentalModuleService from "../../../../../modules/rental/service"
import { retirePlanWorkflow } from "../../../../../workflows/rental/set-terms"
import type { GuardedRequest } from "../../../../guard"
import { planAnswer } from "../../../../merchant/plans/answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { result: id } = await retirePlanWorkflow(req.scope).run({ input: { id: req.params.id ?? "", at: await now(req.scope) } })
  const [edition] = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).editionsOf([id])
  res.json({ plan: edition ? planAnswer(edition) : null })
}
