import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { cancelPartsWorkflow } from "../../../../../workflows/refunds/cancel"
import { cancellationAnswer } from "../../../../admin/refunds/answer"
import type { SellerCancellationBody } from "../../../../admin/refunds/contract"
import type { GuardedRequest } from "../../../../guard"
import { findShopOrder } from "../../answer"

export const POST = async (req: GuardedRequest<z.infer<typeof SellerCancellationBody>>, res: MedusaResponse) => {
  const { id, order_id } = await findShopOrder(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { reason, line_item_ids } = req.validatedBody
  const { result } = await cancelPartsWorkflow(req.scope).run({
    input: {
      order_id, scope: { shop_order_id: id, ...(line_item_ids ? { line_item_ids } : {}) }, reason, at: await now(req.scope),
      actor: req.scopeOfMember.actor,
    },
  })
  res.json(await cancellationAnswer(req.scope, result))
}
