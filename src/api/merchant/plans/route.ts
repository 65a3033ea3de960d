import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import { PASAJ_RENTAL } from "../../../modules/rental"
import type RentalModuleService from "../../../modules/rental/service"
import type { GuardedRequest } from "../../guard"
import { planAnswer } from "./answer"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const editions = await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).plansOnOffer(await now(req.scope))
  res.json({ plans: editions.map(planAnswer) })
}
