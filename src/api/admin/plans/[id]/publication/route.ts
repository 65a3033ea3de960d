import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { PASAJ_RENTAL } from "../../../../../modules/rental"
import type RentalModuleService from "../../../../../modules/rental/service"
import { publishDraftWorkflow } from "../../../../../workflows/rental/set-terms"
import type { GuardedRequest } from "../../../../guard"
import { planAnswer } from "../../../../merchant/plans/answer"
import type { PublishDraftBody } from "../../../../merchant/plans/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof PublishDraftBody>>, res: MedusaResponse) => {
  const at = await now(req.scope)
  const { available_from = at, available_until } = req.validatedBody
  const { result: id } = await publishDraftWorkflow(req.scope).run({ input: { id: req.params.id ?? "", offer: { available_from, available_until }, at } })
  const [edition] = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).editionsOf([id])
  res.json({ plan: edition && planAnswer(edition) })
}
