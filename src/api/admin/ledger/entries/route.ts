import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_LEDGER } from "../../../../modules/ledger"
import type LedgerModuleService from "../../../../modules/ledger/service"
import type { GuardedRequest } from "../../../guard"
import { moneyOf } from "../../../money-answer"
import type { EntriesQuery } from "../contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof EntriesQuery>>, res: MedusaResponse) => {
  const { account, before, limit } = req.validatedQuery
  const entries = await req.scope.resolve<LedgerModuleService>(PASAJ_LEDGER).entries(account, limit, before)
  res.json({ entries: entries.map(({ minor, currency, ...entry }) => ({ ...entry, amount: moneyOf(minor, currency) })) })
}
