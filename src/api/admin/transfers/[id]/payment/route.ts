import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { payTransferWorkflow } from "../../../../../workflows/settlement/pay-transfer"
import type { GuardedRequest } from "../../../../guard"
import type { PaymentBody } from "../../contract"
import { settlementOfTransfer } from "../../told"

export const POST = async (req: GuardedRequest<z.infer<typeof PaymentBody>>, res: MedusaResponse) => {
  const transfer_id = req.params.id ?? ""
  await payTransferWorkflow(req.scope).run({
    input: {
      transfer_id, payment: req.validatedBody, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id },
    },
  })
  res.json(await settlementOfTransfer(req.scope, transfer_id))
}
