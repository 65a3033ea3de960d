import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { chartEntry } from "../../../../domain/chart"
import { PASAJ_LEDGER } from "../../../../modules/ledger"
import type LedgerModuleService from "../../../../modules/ledger/service"
import type { Account } from "../../../../modules/ledger/service"
import type { GuardedRequest } from "../../../guard"
import { moneyOf } from "../../../money-answer"
import type { AccountAnswer, AccountsQuery } from "../contract"

/** Credits less debits would show what one has as a negative number: assets and expenses are turned around. */
function accountAnswer({ id, name, currency, minor }: Account): z.infer<typeof AccountAnswer> {
  const { class: kind, protection } = chartEntry(name)
  const shown = kind === "asset" || kind === "expense" ? -minor : minor
  return { id, name, class: kind, protection, balance: moneyOf(shown, currency) }
}

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof AccountsQuery>>, res: MedusaResponse) => {
  const { prefix, limit, after } = req.validatedQuery
  const accounts = await req.scope.resolve<LedgerModuleService>(PASAJ_LEDGER).accounts(prefix, limit, after)
  res.json({ accounts: accounts.map(accountAnswer) })
}
