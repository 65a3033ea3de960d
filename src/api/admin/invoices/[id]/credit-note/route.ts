import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { PASAJ_RENTAL } from "../../../../../modules/rental"
import type RentalModuleService from "../../../../../modules/rental/service"
import { creditInvoiceWorkflow, voidInvoiceWorkflow } from "../../../../../workflows/rental/credit-invoice"
import type { GuardedRequest } from "../../../../guard"
import { creditNoteAnswer } from "../../../../merchant/invoices/answer"
import type { ReasonBody } from "../../../rent-payments/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof ReasonBody>>, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  const [invoice] = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).invoices({ id })
  if (!invoice) refuse("invoice_not_found", { id })
  const workflow = invoice.state === "paid" ? creditInvoiceWorkflow : voidInvoiceWorkflow
  const { result } = await workflow(req.scope).run({
    input: { invoice_id: id, reason: req.validatedBody.reason, actor: { type: "operator", id: req.auth_context.actor_id }, at: await now(req.scope) },
  })
  res.status(201).json({ credit_note: creditNoteAnswer(result) })
}
