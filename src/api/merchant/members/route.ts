import type { MedusaResponse } from "@medusajs/framework/http"

import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { membersOf } from "../../../modules/merchant/members"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { GuardedRequest } from "../../guard"
import { memberAnswer } from "./answer"

type Query = { limit: number; after?: string }

export const GET = async (req: GuardedRequest<unknown, Query>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const rows = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => membersOf(manager, { merchant_ids, ...req.validatedQuery }))
  res.json({ members: rows.map((row) => memberAnswer(row, req.scopeOfMember)) })
}
