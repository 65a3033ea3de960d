import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { changesOf } from "../../../modules/merchant/members"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { GuardedRequest } from "../../guard"
import { changeAnswer } from "../members/answer"
import type { ChangesQuery } from "../members/contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof ChangesQuery>>, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const rows = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => changesOf(manager, { merchant_ids, ...req.validatedQuery }))
  res.json({ member_changes: rows.map(changeAnswer) })
}
