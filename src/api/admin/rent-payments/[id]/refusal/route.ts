import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { refuseOfflinePaymentWorkflow } from "../../../../../workflows/rental/settle-without-provider"
import type { GuardedRequest } from "../../../../guard"
import { offlinePaymentAnswer } from "../../../../merchant/invoices/answer"
import type { ReasonBody } from "../../contract"

export const POST = async (req: GuardedRequest<z.infer<typeof ReasonBody>>, res: MedusaResponse) => {
  const { result } = await refuseOfflinePaymentWorkflow(req.scope).run({
    input: { payment_id: req.params.id ?? "", reason: req.validatedBody.reason, actor: { type: "operator", id: req.auth_context.actor_id }, at: await now(req.scope) },
  })
  res.json({ offline_payment: offlinePaymentAnswer(result, true) })
}
