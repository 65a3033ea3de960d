import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { makeProductWorkflow } from "../../../../../workflows/catalogue/make-product"
import type { GuardedRequest } from "../../../../guard"
import { productAnswer } from "../../../products/answer"
import type { MakeProductBody } from "../../../products/contract"
import { findShop } from "../../answer"

export const POST = async (req: GuardedRequest<z.infer<typeof MakeProductBody>>, res: MedusaResponse) => {
  const { id: shop_id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { result: id } = await makeProductWorkflow(req.scope).run({ input: { shop_id, ...req.validatedBody } })
  res.status(201).json({ product: await productAnswer(req.scope, id, req.scopeOfMember) })
}
