import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { dispatchWorkflow } from "../../../../../workflows/escrow/dispatch"
import type { GuardedRequest } from "../../../../guard"
import { findShopOrder, oneShopOrder } from "../../answer"
import type { DispatchBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof DispatchBody>>, res: MedusaResponse) => {
  const { id, order_id } = await findShopOrder(req.scope, req.params.id ?? "", req.scopeOfMember)
  await dispatchWorkflow(req.scope).run({
    input: {
      shop_order_id: id, order_id, ...req.validatedBody, at: await now(req.scope),
      actor: req.scopeOfMember.actor,
    },
  })
  res.status(201).json(await oneShopOrder(req.scope, id, req.scopeOfMember))
}
