import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { endLeaseWorkflow } from "../../../../../workflows/rental/end-lease"
import type { GuardedRequest } from "../../../../guard"
import { leaseAnswers } from "../../../../merchant/invoices/answer"
import type { ReasonBody } from "../../../rent-payments/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof ReasonBody>>, res: MedusaResponse) => {
  const { result: id } = await endLeaseWorkflow(req.scope).run({
    input: { lease_id: req.params.id ?? "", ...req.validatedBody, actor: { type: "operator", id: req.auth_context.actor_id }, at: await now(req.scope) },
  })
  const [lease] = await leaseAnswers(req.scope, { id })
  res.json({ lease })
}
