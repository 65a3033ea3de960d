import type { MedusaResponse } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { account } from "../../../domain/chart"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import type EscrowModuleService from "../../../modules/escrow/service"
import { PASAJ_LEDGER } from "../../../modules/ledger"
import type LedgerModuleService from "../../../modules/ledger/service"
import type { Balance } from "../../../modules/ledger/service"
import type { GuardedRequest } from "../../guard"
import { moneyOf } from "../../money-answer"
import type { BalanceAnswer } from "./contract"

/** What waits for a merchant in its unfinished holds, by the ledger. */
async function heldFor(container: MedusaContainer, merchantId: string): Promise<Balance[]> {
  const holds = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).openHoldsOf(merchantId)
  return container.resolve<LedgerModuleService>(PASAJ_LEDGER).balancesOf(holds.map(account.hold))
}

/** One line for each currency in which the merchant has, waits for, or once had money. */
function linesOf(merchant_id: string, own: Balance[], held: Balance[]): z.infer<typeof BalanceAnswer>[] {
  const at = (balances: Balance[], currency: string, name?: string) =>
    balances.filter((each) => each.currency === currency && (name === undefined || each.name === name)).reduce((all, each) => all + each.minor, 0)
  return [...new Set([...own, ...held].map((each) => each.currency))].sort().map((currency) => {
    const payable = at(own, currency, account.payable(merchant_id))
    return {
      merchant_id, currency,
      held: moneyOf(at(held, currency), currency),
      payable: moneyOf(payable, currency),
      in_settlement: moneyOf(at(own, currency, account.inSettlement(merchant_id)), currency),
      next_actions: payable > 0 ? [{ action: "request_settlement", method: "POST" as const, path: "/merchant/settlements" }] : [],
    }
  })
}

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const ledger = req.scope.resolve<LedgerModuleService>(PASAJ_LEDGER)
  const lines = await Promise.all(req.scopeOfMember.merchant_ids.map(async (id) => {
    const [own, held] = await Promise.all([ledger.balancesOf([account.payable(id), account.inSettlement(id)]), heldFor(req.scope, id)])
    return linesOf(id, own, held)
  }))
  res.json({ balances: lines.flat() })
}
