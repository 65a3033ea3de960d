import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { quoteLeaseWorkflow } from "../../../../../workflows/rental/quote-lease"
import type { GuardedRequest } from "../../../../guard"
import { quoteAnswer } from "../../../quotes/answer"
import type { QuoteBody } from "../../../quotes/contract"
import { findShop } from "../../answer"

export const POST = async (req: GuardedRequest<z.infer<typeof QuoteBody>>, res: MedusaResponse) => {
  const { id: shop_id, merchant_id } = await findShop(req.scope, req.params.id ?? "", req.scopeOfMember)
  const { coupon = null, ...wish } = req.validatedBody
  const { result } = await quoteLeaseWorkflow(req.scope).run({ input: { shop_id, merchant_id, coupon, ...wish, at: await now(req.scope) } })
  res.status(201).json({ quote: quoteAnswer(result) })
}
