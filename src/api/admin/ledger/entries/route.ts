import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_LEDGER } from "../../../../modules/ledger"
import type LedgerModuleService from "../../../../modules/ledger/service"
import type { GuardedRequest } from "../../../guard"
import { moneyOf } from "../../../money-answer"
import type { EntriesQuery } from "../contract"
import { shownBalance } from "../shown"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof EntriesQuery>>, res: MedusaResponse) => {
  const { account, ...range } = req.validatedQuery
  const entries = await req.scope.resolve<LedgerModuleService>(PASAJ_LEDGER).entries(account, range)
  res.json({
    entries: entries.map(({ minor, balance_minor, currency, ...entry }) => ({
      ...entry, amount: moneyOf(minor, currency), balance: shownBalance(account, balance_minor, currency),
    })),
  })
}
