import type { MedusaResponse } from "@medusajs/framework/http"

import type { SuspenseState } from "../../../domain/refund-journals"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import { listSuspense } from "../../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../../modules/escrow/service"
import type { GuardedRequest } from "../../guard"
import { suspenseAnswer } from "../refunds/answer"

export const GET = async (req: GuardedRequest<unknown, { limit: number; after?: string; state: SuspenseState }>, res: MedusaResponse) => {
  const rows = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => listSuspense(manager, req.validatedQuery))
  res.json({ suspense_items: rows.map(suspenseAnswer) })
}
