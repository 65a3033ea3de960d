import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../adapters/clock"
import { editProductWorkflow } from "../../../../workflows/catalogue/edit-product"
import { removeProductWorkflow } from "../../../../workflows/catalogue/place-product"
import type { GuardedRequest } from "../../../guard"
import { findPlace, productAnswer } from "../answer"
import type { EditProductBody } from "../contract"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ product: await productAnswer(req.scope, req.params.id ?? "", req.scopeOfMember) })
}

export const POST = async (req: GuardedRequest<z.infer<typeof EditProductBody>>, res: MedusaResponse) => {
  const { product_id, shop_id } = await findPlace(req.scope, req.params.id ?? "", req.scopeOfMember)
  await editProductWorkflow(req.scope).run({ input: { shop_id, product_id, edit: req.validatedBody } })
  res.json({ product: await productAnswer(req.scope, product_id, req.scopeOfMember) })
}

export const DELETE = async (req: GuardedRequest, res: MedusaResponse) => {
  const { product_id, shop_id } = await findPlace(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { result } = await removeProductWorkflow(req.scope).run({ input: { shop_id, product_id, at: await now(req.scope) } })
  res.json({ id: product_id, removed: result })
}
