import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { rejectTransferWorkflow } from "../../../../../workflows/settlement/take-transfer-back"
import type { GuardedRequest } from "../../../../guard"
import type { BankReasonBody } from "../../contract"
import { settlementOfTransfer } from "../../told"

export const POST = async (req: GuardedRequest<z.infer<typeof BankReasonBody>>, res: MedusaResponse) => {
  const transfer_id = req.params.id ?? ""
  await rejectTransferWorkflow(req.scope).run({
    input: {
      transfer_id, reason: req.validatedBody.reason, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id },
    },
  })
  res.json(await settlementOfTransfer(req.scope, transfer_id))
}
