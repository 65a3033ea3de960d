import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { PASAJ_MERCHANT } from "../../../../../modules/merchant"
import type MerchantModuleService from "../../../../../modules/merchant/service"
import { savingsIn } from "../../../../../workflows/rental/savings"
import type { GuardedRequest } from "../../../../guard"
import { savingsAnswer } from "../../../../merchant/savings/answer"
import type { SavingsQuery } from "../../../../merchant/savings/contract"

export const GET = async (req: GuardedRequest<unknown, z.infer<typeof SavingsQuery>>, res: MedusaResponse) => {
  const merchant_id = req.params.id ?? ""
  const [merchant] = await req.scope.resolve<MerchantModuleService>(PASAJ_MERCHANT).listMerchants({ id: merchant_id })
  if (!merchant) refuse("merchant_not_found", { id: merchant_id })
  const savings = await savingsIn(req.scope, { merchant_id, ...req.validatedQuery, at: await now(req.scope) })
  res.json({ savings: savings.map(savingsAnswer) })
}
