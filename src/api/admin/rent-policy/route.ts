import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { PASAJ_RENTAL } from "../../../modules/rental"
import { rentPolicyInForce } from "../../../modules/rental/policy"
import type RentalModuleService from "../../../modules/rental/service"
import { publishRentPolicyWorkflow } from "../../../workflows/rental/set-terms"
import type { GuardedRequest } from "../../guard"
import type { RentPolicyBody } from "./contract"

export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  res.json({ rent_policy: await req.scope.resolve<RentalModuleService>(PASAJ_RENTAL).reading(rentPolicyInForce) })
}

export const POST = async (req: GuardedRequest<z.infer<typeof RentPolicyBody>>, res: MedusaResponse) => {
  const { result } = await publishRentPolicyWorkflow(req.scope).run({
    input: { change: req.validatedBody, actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.status(201).json({ rent_policy: result })
}
