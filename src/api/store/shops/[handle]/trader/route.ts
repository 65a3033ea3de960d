import type { MedusaResponse } from "@medusajs/framework/http"

import { traderOfShop } from "../../../../../modules/merchant/trader"
import { merchantsOf } from "../../../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../../../guard"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ trader: await merchantsOf(req.scope).reading((manager) => traderOfShop(manager, req.params.handle ?? "")) })
}
