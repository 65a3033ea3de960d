import type { MedusaResponse } from "@medusajs/framework/http"
import type { z } from "@medusajs/framework/zod"

import { now } from "../../../../../adapters/clock"
import { refuse } from "../../../../../domain/errors"
import { checksOf } from "../../../../../modules/merchant/checks"
import { checkMerchantWorkflow } from "../../../../../workflows/merchant/check-merchant"
import { merchantsOf } from "../../../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../../../guard"
import { checkAnswer } from "../../../../merchant/merchants/verification-answer"
import type { CheckBody } from "../../../../merchant/merchants/verification-contract"

/** What an operator saw, or nothing where the service is to be asked. @throws bad_input */
function seenIn({ result, note, reference }: z.infer<typeof CheckBody>) {
  if (result === undefined && note === undefined && reference === undefined) return undefined
  if (result === undefined || note === undefined) return refuse("bad_input", { problems: "what you saw needs its result and a note of how" })
  return { result, note, reference }
}

export const POST = async (req: GuardedRequest<z.infer<typeof CheckBody>>, res: MedusaResponse) => {
  const merchant_id = req.params.id ?? ""
  const { result: id } = await checkMerchantWorkflow(req.scope).run({
    input: {
      merchant_id, kind: req.validatedBody.kind, seen: seenIn(req.validatedBody), at: await now(req.scope),
      actor: { type: "operator", id: req.auth_context.actor_id },
    },
  })
  const checks = await merchantsOf(req.scope).reading((manager) => checksOf(manager, merchant_id, 50))
  res.status(201).json({ check: checks.filter((check) => check.id === id).map(checkAnswer)[0] })
}
