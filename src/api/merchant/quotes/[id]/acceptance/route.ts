import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { PASAJ_RENTAL } from "../../../../../modules/rental"
import { quoteOfMerchants } from "../../../../../modules/rental/quotes"
import type RentalModuleService from "../../../../../modules/rental/service"
import { takeQuoteWorkflow } from "../../../../../workflows/rental/quote-lease"
import type { GuardedRequest } from "../../../../guard"
import { invoiceAndLease } from "../../../invoices/answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const rental = req.scope.resolve<RentalModuleService>(PASAJ_RENTAL)
  const { id: quote_id, merchant_id } = await rental.reading((manager) => quoteOfMerchants(manager, req.params.id ?? "", merchant_ids))
  const { result } = await takeQuoteWorkflow(req.scope).run({ input: { quote_id, merchant_id, at: await now(req.scope) } })
  res.status(201).json(await invoiceAndLease(req.scope, result.invoice_id, merchant_ids))
}
