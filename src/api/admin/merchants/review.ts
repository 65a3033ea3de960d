import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import type { MerchantEvent } from "../../../domain/merchant"
import { moveMerchantWorkflow } from "../../../workflows/merchant/move-merchant"
import type { GuardedRequest } from "../../guard"
import { findMerchant, merchantAnswer } from "../../merchant/merchants/answer"
import type { ReasonInput } from "../../merchant/merchants/contract"

/** The door of one move of a merchant's review: the four routes differ only in the event. */
export const review = (event: MerchantEvent) => async (req: GuardedRequest<Partial<ReasonInput>>, res: MedusaResponse) => {
  const { id } = await findMerchant(req.scope, req.params.id ?? "")
  await moveMerchantWorkflow(req.scope).run({
    input: {
      merchant_id: id, event, at: await now(req.scope), reason: req.validatedBody.reason,
      actor: { type: "operator", id: req.auth_context.actor_id },
    },
  })
  res.json({ merchant: merchantAnswer(await findMerchant(req.scope, id), "admin") })
}
