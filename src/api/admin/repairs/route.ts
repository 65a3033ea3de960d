import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_ESCROW } from "../../../modules/escrow"
import { repairReports } from "../../../modules/escrow/repair-report"
import type EscrowModuleService from "../../../modules/escrow/service"
import type { GuardedRequest } from "../../guard"
import type { RepairsQuery } from "./contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof RepairsQuery>>, res: MedusaResponse) => {
  const { limit, after } = req.validatedQuery
  const repairs = await req.scope.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => repairReports(manager, limit, after))
  res.json({ repairs })
}
