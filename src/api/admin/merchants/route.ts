import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import type { GuardedRequest } from "../../guard"
import { merchantAnswer } from "../../merchant/merchants/answer"
import type { MerchantsQuery } from "../../merchant/merchants/contract"

/** Merchants in the order of their ids, which is the order of their applications. */
export const GET = async (req: GuardedRequest<unknown, z.infer<typeof MerchantsQuery>>, res: MedusaResponse) => {
  const { limit, after, state } = req.validatedQuery
  const merchants = req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT)
  const rows = await merchants.listMerchants(
    { ...(state ? { state } : {}), ...(after ? { id: { $gt: after } } : {}) },
    { take: limit, order: { id: "ASC" } },
  )
  res.json({ merchants: rows.map((row) => merchantAnswer(row, "admin")) })
}
