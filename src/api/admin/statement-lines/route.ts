import type { MedusaResponse } from "@medusajs/framework/http"

import { PASAJ_TREASURY } from "../../../modules/treasury"
import type TreasuryModuleService from "../../../modules/treasury/service"
import { listLines } from "../../../modules/treasury/statements"
import type { GuardedRequest } from "../../guard"
import { statementLineAnswer } from "../statements/answer"

export const GET = async (req: GuardedRequest<unknown, { limit: number; after?: string; waiting: boolean; account?: string }>, res: MedusaResponse) => {
  const rows = await req.scope.resolve<TreasuryModuleService>(PASAJ_TREASURY).reading((manager) => listLines(manager, req.validatedQuery))
  res.json({ statement_lines: rows.map(statementLineAnswer) })
}
