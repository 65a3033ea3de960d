import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../../../adapters/clock"
import { refuse } from "../../../../../../../domain/errors"
import { cancelPartsWorkflow } from "../../../../../../../workflows/refunds/cancel"
import { cancellationAnswer } from "../../../../../../admin/refunds/answer"
import type { BuyerCancellationBody } from "../../../../../../admin/refunds/contract"
import { ownsOrder } from "../../../../../../buyer-scope"
import type { GuardedRequest } from "../../../../../../guard"

export const POST = async (req: GuardedRequest<z.infer<typeof BuyerCancellationBody>>, res: MedusaResponse) => {
  const { id: order_id = "", shop_order_id = "" } = req.params
  const customer_id = req.auth_context.actor_id
  if (!(await ownsOrder(req.scope, order_id, customer_id))) refuse("order_not_found", { id: order_id })
  const { reason, line_item_ids } = req.validatedBody
  const { result } = await cancelPartsWorkflow(req.scope).run({
    input: {
      order_id, scope: { shop_order_id, ...(line_item_ids ? { line_item_ids } : {}) }, reason, at: await now(req.scope),
      actor: { type: "customer", id: customer_id },
    },
  })
  res.json(await cancellationAnswer(req.scope, result))
}
