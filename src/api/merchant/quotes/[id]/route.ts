import type { MedusaResponse } from "@medusajs/framework/http"

import { PASAJ_RENTAL } from "../../../../modules/rental"
import { quoteOfMerchants } from "../../../../modules/rental/quotes"
import type RentalModuleService from "../../../../modules/rental/service"
import type { GuardedRequest } from "../../../guard"
import { quoteAnswer } from "../answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const { merchant_ids } = req.scopeOfMember
  const quote = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).reading((manager) => quoteOfMerchants(manager, req.params.id ?? "", merchant_ids))
  res.json({ quote: quoteAnswer(quote) })
}
