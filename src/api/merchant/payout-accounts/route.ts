import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { instantOf, instantOrNull } from "../../../adapters/columns"
import type { Instant } from "../../../domain/calendar"
import { PASAJ_SETTLEMENT } from "../../../modules/settlement"
import type SettlementModuleService from "../../../modules/settlement/service"
import { registerPayoutAccountWorkflow } from "../../../workflows/settlement/register-payout-account"
import type { GuardedRequest } from "../../guard"
import { oneMerchant } from "../../merchant-scope"
import type { PayoutAccountAnswer, PayoutAccountBody } from "./contract"

type Row = Awaited<ReturnType<SettlementModuleService["retrievePayoutAccount"]>>
type Query = { limit: number; after?: string }

function answer({ id, merchant_id, sheba, holder, ...row }: Row, at: Instant): z.infer<typeof PayoutAccountAnswer> {
  const usable_from = instantOf(row.usable_from)
  return {
    id, merchant_id, sheba, holder, verified_at: instantOf(row.verified_at), usable_from,
    returned_at: instantOrNull(row.returned_at), replaced_at: instantOrNull(row.replaced_at),
    usable: row.replaced_at === null && row.returned_at === null && usable_from <= at,
  }
}

export const POST = async (req: GuardedRequest<z.infer<typeof PayoutAccountBody>>, res: MedusaResponse) => {
  const merchant_id = oneMerchant(req.scopeOfMember)
  const at = await now(req.scope)
  const { result: id } = await registerPayoutAccountWorkflow(req.scope).run({ input: { merchant_id, ...req.validatedBody, at } })
  const row = await req.scope.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).retrievePayoutAccount(id)
  res.status(201).json({ payout_account: answer(row, at) })
}

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { limit, after } = req.validatedQuery
  const [rows, at] = await Promise.all([
    req.scope.resolve<SettlementModuleService>(PASAJ_SETTLEMENT).listPayoutAccounts(
      { merchant_id: req.scopeOfMember.merchant_ids, ...(after ? { id: { $lt: after } } : {}) },
      { take: limit, order: { id: "DESC" } },
    ),
    now(req.scope),
  ])
  res.json({ payout_accounts: rows.map((row) => answer(row, at)) })
}
