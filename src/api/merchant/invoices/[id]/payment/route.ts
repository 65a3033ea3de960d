import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { payInvoiceWorkflow } from "../../../../../workflows/rental/pay-invoice"
import type { GuardedRequest } from "../../../../guard"
import { findInvoice, invoiceAndLease } from "../../answer"
import type { PayInvoiceBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof PayInvoiceBody>>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const { id } = await findInvoice(req.scope, req.params.id ?? "", merchant_ids)
  const { result } = await payInvoiceWorkflow(req.scope).run({ input: { invoice_id: id, ...req.validatedBody, at: await now(req.scope) } })
  res.json({ ...(await invoiceAndLease(req.scope, id, merchant_ids)), payment_session: result })
}
