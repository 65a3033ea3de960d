import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { cancelPartsWorkflow } from "../../../../../workflows/refunds/cancel"
import { cancellationAnswer } from "../../../../admin/refunds/answer"
import type { BuyerOrderCancellationBody } from "../../../../admin/refunds/contract"
import { ownsOrder } from "../../../../buyer-scope"
import type { GuardedRequest } from "../../../../guard"

export const POST = async (req: GuardedRequest<z.infer<typeof BuyerOrderCancellationBody>>, res: MedusaResponse) => {
  const order_id = req.params.id ?? ""
  const customer_id = req.auth_context.actor_id
  if (!(await ownsOrder(req.scope, order_id, customer_id))) refuse("order_not_found", { id: order_id })
  const { result } = await cancelPartsWorkflow(req.scope).run({
    input: { order_id, scope: {}, reason: req.validatedBody.reason, at: await now(req.scope), actor: { type: "customer", id: customer_id } },
  })
  res.json(await cancellationAnswer(req.scope, result))
}
