import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../adapters/clock"
import { recordChargebackWorkflow } from "../../../workflows/refunds/record-chargeback"
import type { GuardedRequest } from "../../guard"
import type { ChargebackBody } from "../refunds/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof ChargebackBody>>, res: MedusaResponse) => {
  const { order_id, reference } = req.validatedBody
  const { result: id } = await recordChargebackWorkflow(req.scope).run({
    input: { ...req.validatedBody, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id } },
  })
  res.status(201).json({ chargeback: { id, order_id, reference } })
}
