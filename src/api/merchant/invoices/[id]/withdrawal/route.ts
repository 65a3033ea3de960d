import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { voidInvoiceWorkflow } from "../../../../../workflows/rental/credit-invoice"
import type { GuardedRequest } from "../../../../guard"
import { findInvoice, invoiceAndLease } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { actor, merchant_ids } = req.scopeOfMember
  const { id } = await findInvoice(req.scope, req.params.id ?? "", merchant_ids)
  await voidInvoiceWorkflow(req.scope).run({
    input: { invoice_id: id, reason: "the merchant has withdrawn it", actor, at: await now(req.scope) },
  })
  res.json(await invoiceAndLease(req.scope, id, merchant_ids))
}
