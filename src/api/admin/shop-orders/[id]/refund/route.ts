import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { PASAJ_ESCROW } from "../../../../../modules/escrow"
import { listRefunds } from "../../../../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../../../../modules/escrow/service"
import { grantRefundWorkflow } from "../../../../../workflows/refunds/grant-refund"
import type { GuardedRequest } from "../../../../guard"
import { refundAnswer } from "../../../refunds/answer"
import type { RefundBody } from "../../../refunds/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof RefundBody>>, res: MedusaResponse) => {
  const shop_order_id = req.params.id ?? ""
  const escrow = req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const [row] = await escrow.listShopOrders({ id: shop_order_id })
  if (!row) refuse("shop_order_not_found", { id: shop_order_id })
  const { result: id } = await grantRefundWorkflow(req.scope).run({
    input: { shop_order_id, order_id: row.order_id, ...req.validatedBody, at: await now(req.scope) },
  })
  const [refund] = await escrow.repairing((manager) => listRefunds(manager, { id, limit: 1 }))
  res.json({ refund: refundAnswer(refund ?? refuse("shop_order_not_found", { id: shop_order_id })) })
}
