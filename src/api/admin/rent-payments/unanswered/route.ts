import type { MedusaResponse } from "@medusajs/framework/http"
import { Modules } from "@medusajs/framework/utils"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_RENTAL } from "../../../../modules/rental"
import type RentalModuleService from "../../../../modules/rental/service"
import { unansweredPayments } from "../../../../modules/rental/unanswered"
import type { GuardedRequest } from "../../../guard"
import { moneyOf } from "../../../money-answer"
import type { UnansweredPaymentAnswer } from "../contract"

type Query = { limit: number; after?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const rows = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).reading((manager) => unansweredPayments(manager, req.validatedQuery))
  const ids = rows.map((row) => row.payment_id)
  const payments = ids.length === 0 ? [] : await req.scope.resolve(Modules.PAYMENT).listPayments({ id: ids }, { take: ids.length })
  const said = new Map(payments.map((payment) => [payment.id, payment.data ?? {}]))
  const unanswered_payments: z.infer<typeof UnansweredPaymentAnswer>[] = rows.map(({ total, ...row }) => ({
    ...row, amount: moneyOf(total.minor, total.currency), provider_data: said.get(row.payment_id) ?? {},
    next_actions: [{ action: "answer", method: "POST", path: `/admin/invoices/${row.invoice_id}/payment-answer` }],
  }))
  res.json({ unanswered_payments })
}
