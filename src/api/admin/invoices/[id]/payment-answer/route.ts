import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { answerPaymentWorkflow } from "../../../../../workflows/rental/answer-payment"
import { invoiceOf } from "../../../../../workflows/rental/steps"
import type { GuardedRequest } from "../../../../guard"
import { invoiceAndLease } from "../../../../merchant/invoices/answer"
import type { PaymentWordBody } from "../../../rent-payments/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof PaymentWordBody>>, res: MedusaResponse) => {
  const { id, merchant_id } = await invoiceOf(req.scope, req.params.id ?? "")
  await answerPaymentWorkflow(req.scope).run({
    input: { invoice_id: id, ...req.validatedBody, actor: { type: "operator", id: req.auth_context.actor_id }, at: await now(req.scope) },
  })
  res.json(await invoiceAndLease(req.scope, id, [merchant_id]))
}
