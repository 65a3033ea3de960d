import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { giveDaysBackWorkflow } from "../../../../../workflows/rental/plan-lease-end"
import type { GuardedRequest } from "../../../../guard"
import { leaseAnswers } from "../../../../merchant/invoices/answer"
import type { LostDaysBody } from "../../../rent-payments/contract"

export const POST = async (req: GuardedRequest<z.infer<typeof LostDaysBody>>, res: MedusaResponse) => {
  const { result: id } = await giveDaysBackWorkflow(req.scope).run({
    input: { lease_id: req.params.id ?? "", ...req.validatedBody, actor: { type: "operator", id: req.auth_context.actor_id }, at: await now(req.scope) },
  })
  const [lease] = await leaseAnswers(req.scope, { id })
  res.json({ lease })
}
