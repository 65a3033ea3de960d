import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { GuardedRequest } from "../../guard"
import { merchantForOperators } from "../../merchant/merchants/answer"
import type { MerchantsQuery } from "../../merchant/merchants/contract"

/** Merchants in the order of their ids, which is the order of their applications. */
export const GET = async (req: GuardedRequest<unknown, z.infer<typeof MerchantsQuery>>, res: MedusaResponse) => {
  const { limit, after, state, kind, licensed, mine } = req.validatedQuery
  const merchants = req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const waiting = state ?? (mine ? ["in_review" as const, "needs_changes" as const] : undefined)
  const rows = await merchants.listMerchants(
    {
      ...(waiting ? { state: waiting } : {}), ...(kind ? { kind } : {}), ...(licensed === undefined ? {} : { licensed }),
      ...(mine ? { reviewer_id: req.auth_context.actor_id } : {}), ...(after ? { id: { $gt: after } } : {}),
    },
    { take: limit, order: { id: "ASC" } },
  )
  res.json({ merchants: rows.map(merchantForOperators) })
}
