import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { closeShopWorkflow } from "../../../../../workflows/merchant/close-shop"
import type { GuardedRequest } from "../../../../guard"
import { findShop, shownShop } from "../../answer"
import type { CloseShopBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof CloseShopBody>>, res: MedusaResponse) => {
  const { id: shop_id, merchant_id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { actor } = req.scopeOfMember
  await closeShopWorkflow(req.scope).run({ input: { shop_id, merchant_id, ...req.validatedBody, at: await now(req.scope), actor } })
  res.json({ shop: await shownShop(req.scope, shop_id, req.scopeOfMember) })
}
