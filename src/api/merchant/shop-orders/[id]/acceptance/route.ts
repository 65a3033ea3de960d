import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { acceptShopOrderWorkflow } from "../../../../../workflows/escrow/accept"
import type { GuardedRequest } from "../../../../guard"
import { findShopOrder, oneShopOrder } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { id } = await findShopOrder(req.scope, req.params.id ?? "", req.scopeOfMember)
  await acceptShopOrderWorkflow(req.scope).run({
    input: { shop_order_id: id, at: await now(req.scope), actor: req.scopeOfMember.actor },
  })
  res.json(await oneShopOrder(req.scope, id, req.scopeOfMember))
}
