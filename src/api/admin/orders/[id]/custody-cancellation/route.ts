import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { cancelPartsWorkflow } from "../../../../../workflows/refunds/cancel"
import type { GuardedRequest } from "../../../../guard"
import { cancellationAnswer } from "../../../refunds/answer"
import type { CustodyCancellationBody } from "../../../refunds/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof CustodyCancellationBody>>, res: MedusaResponse) => {
  const { reason, ...scope } = req.validatedBody
  const { result } = await cancelPartsWorkflow(req.scope).run({
    input: { order_id: req.params.id ?? "", scope, reason, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.json(await cancellationAnswer(req.scope, result))
}
