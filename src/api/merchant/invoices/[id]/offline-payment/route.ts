import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { bankReferenceOf } from "../../../../../domain/settlement"
import { reportOfflinePaymentWorkflow } from "../../../../../workflows/rental/settle-without-provider"
import type { GuardedRequest } from "../../../../guard"
import { findInvoice, offlinePaymentAnswer } from "../../answer"
import type { OfflinePaymentBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof OfflinePaymentBody>>, res: MedusaResponse) => {
  const { actor, merchant_ids } = req.scopeOfMember
  const { id: invoice_id } = await findInvoice(req.scope, req.params.id ?? "", merchant_ids)
  const { reference, ...report } = req.validatedBody
  const { result } = await reportOfflinePaymentWorkflow(req.scope).run({
    input: { invoice_id, ...report, reference: bankReferenceOf(reference), actor, at: await now(req.scope) },
  })
  res.status(201).json({ offline_payment: offlinePaymentAnswer(result) })
}
