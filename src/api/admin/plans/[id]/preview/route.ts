import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { PASAJ_RENTAL } from "../../../../../modules/rental"
import { previewEdition } from "../../../../../modules/rental/plan-drafts"
import type RentalModuleService from "../../../../../modules/rental/service"
import type { GuardedRequest } from "../../../../guard"
import { planAnswer } from "../../../../merchant/plans/answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const at = await now(req.scope)
  const rental = req.scope.resolve<RentalModuleService>(PASAJ_RENTAL)
  const { edition, on_offer, changes, leases_keeping } = await rental.reading((manager) => previewEdition(manager, req.params.id ?? "", at))
  res.json({ plan: planAnswer(edition), on_offer: on_offer && planAnswer(on_offer), changes, leases_keeping })
}
