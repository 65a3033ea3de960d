import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { closeShopWorkflow } from "../../../../../workflows/merchant/close-shop"
import type { GuardedRequest } from "../../../../guard"
import { anyShop, shopAnswer } from "../../../../merchant/shops/answer"
import type { CloseAnyShopBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof CloseAnyShopBody>>, res: MedusaResponse) => {
  const { id: shop_id, merchant_id } = await anyShop(req.scope, req.params.id ?? "")
  const at = await now(req.scope)
  await closeShopWorkflow(req.scope).run({ input: { shop_id, merchant_id, ...req.validatedBody, at, actor: { type: "operator", id: req.auth_context.actor_id } } })
  res.json({ shop: shopAnswer(await anyShop(req.scope, shop_id), at) })
}
