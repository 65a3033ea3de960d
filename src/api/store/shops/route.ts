import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import type MerchantModuleService from "../../../modules/merchant/service"
import { listedShops } from "../../../modules/merchant/storefront"
import type { GuardedRequest } from "../../guard"
import { listedShopAnswer } from "./answer"
import type { ShopsQuery } from "./contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof ShopsQuery>>, res: MedusaResponse) => {
  const at = await now(req.scope)
  const rows = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => listedShops(manager, req.validatedQuery, at))
  res.json({ shops: rows.map((row) => listedShopAnswer(row, at)) })
}
