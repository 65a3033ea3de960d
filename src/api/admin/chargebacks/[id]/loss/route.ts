import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { loseChargebackWorkflow } from "../../../../../workflows/refunds/end-chargeback"
import type { GuardedRequest } from "../../../../guard"
import { oneChargeback } from "../../answer"
import type { ChargebackEndBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof ChargebackEndBody>>, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  await loseChargebackWorkflow(req.scope).run({
    input: { id, ...req.validatedBody, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.json(await oneChargeback(req.scope, id))
}
