import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { PASAJ_RENTAL } from "../../../../../modules/rental"
import { offlinePayment } from "../../../../../modules/rental/offline-payments"
import type RentalModuleService from "../../../../../modules/rental/service"
import { confirmOfflinePaymentWorkflow } from "../../../../../workflows/rental/settle-without-provider"
import type { GuardedRequest } from "../../../../guard"
import { invoiceAndLease } from "../../../../merchant/invoices/answer"
import type { ConfirmPaymentBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof ConfirmPaymentBody>>, res: MedusaResponse) => {
  const payment_id = req.params.id ?? ""
  const report = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).reading((manager) => offlinePayment(manager, payment_id))
  await confirmOfflinePaymentWorkflow(req.scope).run({
    input: { payment_id, invoice_id: report.invoice_id, ...req.validatedBody, actor: { type: "operator", id: req.auth_context.actor_id }, at: await now(req.scope) },
  })
  res.json(await invoiceAndLease(req.scope, report.invoice_id, [report.merchant_id]))
}
