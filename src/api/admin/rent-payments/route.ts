import type { MedusaResponse } from "@medusajs/framework/http"

import { PASAJ_RENTAL } from "../../../modules/rental"
import { waitingPayments } from "../../../modules/rental/offline-payments"
import type RentalModuleService from "../../../modules/rental/service"
import type { GuardedRequest } from "../../guard"
import { offlinePaymentAnswer } from "../../merchant/invoices/answer"

type Query = { limit: number; after?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after } = req.validatedQuery
  const rows = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).reading((manager) => waitingPayments(manager, limit, after))
  res.json({ offline_payments: rows.map((row) => offlinePaymentAnswer(row, true)) })
}
