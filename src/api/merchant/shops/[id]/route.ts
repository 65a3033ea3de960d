import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../adapters/clock"
import { editShopWorkflow } from "../../../../workflows/merchant/edit-shop"
import type { GuardedRequest } from "../../../guard"
import { findShop, shownShop } from "../answer"
import type { EditShopBody } from "../contract"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ shop: await shownShop(req.scope, req.params.id ?? "", req.scopeOfMember) })
}

export const POST = async (req: GuardedRequest<z.infer<typeof EditShopBody>>, res: MedusaResponse) => {
  const { id: shop_id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  await editShopWorkflow(req.scope).run({ input: { shop_id, edit: req.validatedBody, at: await now(req.scope) } })
  res.json({ shop: await shownShop(req.scope, shop_id, req.scopeOfMember) })
}
