import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { PASAJ_RENTAL } from "../../../modules/rental"
import { rateEditions } from "../../../modules/rental/rates"
import type RentalModuleService from "../../../modules/rental/service"
import { publishReferenceRatesWorkflow } from "../../../workflows/rental/savings"
import type { GuardedRequest } from "../../guard"
import type { ReferenceRatesBody } from "../../merchant/savings/contract"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ reference_rates: await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).reading(rateEditions) })
}

export const POST = async (req: GuardedRequest<z.infer<typeof ReferenceRatesBody>>, res: MedusaResponse) => {
  const { result } = await publishReferenceRatesWorkflow(req.scope).run({
    input: { ...req.validatedBody, actor: { type: "operator", id: req.auth_context.actor_id }, at: await now(req.scope) },
  })
  res.status(201).json({ reference_rates: result })
}
