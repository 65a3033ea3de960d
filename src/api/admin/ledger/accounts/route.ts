import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { chartEntry } from "../../../../domain/chart"
import { PASAJ_LEDGER } from "../../../../modules/ledger"
import type LedgerModuleService from "../../../../modules/ledger/service"
import type { Account } from "../../../../modules/ledger/service"
import type { GuardedRequest } from "../../../guard"
import type { AccountAnswer, AccountsQuery } from "../contract"
import { shownBalance } from "../shown"

function accountAnswer({ id, name, currency, minor }: Account): z.infer<typeof AccountAnswer> {
  const { class: kind, protection } = chartEntry(name)
  return { id, name, class: kind, protection, balance: shownBalance(name, minor, currency) }
}

/** The page's accounts as they stood at an instant. */
async function asOf(ledger: LedgerModuleService, page: Account[], at: string): Promise<Account[]> {
  const then = new Map((await ledger.balancesAt(page.map(({ name }) => name), at)).map((each) => [`${each.name}/${each.currency}`, each.minor]))
  return page.map((account) => ({ ...account, minor: then.get(account.id) ?? 0 }))
}

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof AccountsQuery>>, res: MedusaResponse) => {
  const { prefix, limit, after, at } = req.validatedQuery
  const ledger = req.scope.resolve<LedgerModuleService>(PASAJ_LEDGER)
  const page = await ledger.accounts(prefix, limit, after)
  const accounts = at === undefined ? page : await asOf(ledger, page, at)
  res.json({ accounts: accounts.map(accountAnswer) })
}
