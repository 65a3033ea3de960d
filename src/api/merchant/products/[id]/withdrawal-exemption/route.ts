import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { exemptProductWorkflow } from "../../../../../workflows/merchant/exempt-product"
import type { GuardedRequest } from "../../../../guard"
import { withdrawalTerms } from "../../../../store/products/answer"
import type { ExemptionBody } from "../../../../store/products/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof ExemptionBody>>, res: MedusaResponse) => {
  const product_id = req.params.id ?? ""
  await exemptProductWorkflow(req.scope).run({
    input: { product_id, merchant_ids: req.scopeOfMember.merchant_ids, ...req.validatedBody, at: await now(req.scope), actor: { type: "member", id: req.auth_context.actor_id } },
  })
  res.json(await withdrawalTerms(req.scope, product_id, "desk"))
}
