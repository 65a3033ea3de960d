import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { account } from "../../../domain/chart"
import { PASAJ_LEDGER } from "../../../modules/ledger"
import type LedgerModuleService from "../../../modules/ledger/service"
import type { Balance } from "../../../modules/ledger/service"
import type { GuardedRequest } from "../../guard"
import { moneyOf } from "../../money-answer"
import type { BalanceAnswer } from "./contract"

/** One line for each currency that ever touched one of the merchant's accounts. */
function linesOf(merchant_id: string, balances: Balance[]): z.infer<typeof BalanceAnswer>[] {
  const [payable, reserved] = [account.payable(merchant_id), account.inSettlement(merchant_id)]
  const own = balances.filter(({ name }) => name === payable || name === reserved)
  const at = (name: string, currency: string) => own.find((each) => each.name === name && each.currency === currency)?.minor ?? 0
  return [...new Set(own.map((each) => each.currency))].sort().map((currency) => ({
    merchant_id, currency,
    payable: moneyOf(at(payable, currency), currency),
    in_settlement: moneyOf(at(reserved, currency), currency),
    next_actions: at(payable, currency) > 0 ? [{ action: "request_settlement", method: "POST" as const, path: "/merchant/settlements" }] : [],
  }))
}

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const balances = await req.scope.resolve<LedgerModuleService>(PASAJ_LEDGER).balancesOf(
    merchant_ids.flatMap((id) => [account.payable(id), account.inSettlement(id)]),
  )
  res.json({ balances: merchant_ids.flatMap((id) => linesOf(id, balances)) })
}
