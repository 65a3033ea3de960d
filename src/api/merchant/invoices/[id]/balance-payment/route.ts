import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { payFromBalanceWorkflow } from "../../../../../workflows/rental/settle-without-provider"
import type { GuardedRequest } from "../../../../guard"
import { findInvoice, invoiceAndLease } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const { id } = await findInvoice(req.scope, req.params.id ?? "", merchant_ids)
  await payFromBalanceWorkflow(req.scope).run({ input: { invoice_id: id, at: await now(req.scope) } })
  res.json(await invoiceAndLease(req.scope, id, merchant_ids))
}
