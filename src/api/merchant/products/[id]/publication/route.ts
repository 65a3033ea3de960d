import type { MedusaResponse } from "@medusajs/framework/http"

import { publishProductWorkflow, withdrawProductWorkflow } from "../../../../../workflows/catalogue/place-product"
import type { GuardedRequest } from "../../../../guard"
import { findPlace, productAnswer } from "../../answer"

/** Both ways: the product's merchant wants it shown, or not any more. */
const placing = (workflow: typeof publishProductWorkflow) => async (req: GuardedRequest, res: MedusaResponse) => {
  const { product_id, shop_id } = await findPlace(req.scope, req.params.id ?? "", req.scopeOfMember)
  await workflow(req.scope).run({ input: { shop_id, product_id } })
  res.json({ product: await productAnswer(req.scope, product_id, req.scopeOfMember) })
}

export const POST = placing(publishProductWorkflow)
export const DELETE = placing(withdrawProductWorkflow)
