import type { MedusaResponse } from "@medusajs/framework/http"

import type { RefundState } from "../../../domain/refund-journals"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import { listRefunds } from "../../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../../modules/escrow/service"
import type { GuardedRequest } from "../../guard"
import { refundAnswer } from "./answer"

type Query = { limit: number; after?: string; state?: RefundState; order_id?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const rows = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => listRefunds(manager, req.validatedQuery))
  res.json({ refunds: rows.map(refundAnswer) })
}
