import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { checksOf } from "../../../../../modules/merchant/checks"
import { merchantsOf } from "../../../../../workflows/merchant/outside"
import type { GuardedRequest } from "../../../../guard"
import { checkAnswer, verificationAnswer } from "../../../../merchant/merchants/verification-answer"
import { review } from "../../review"

const NEWEST_CHECKS = 50

export const POST = review(() => ({ act: "verify" }))

/** What a reviewer needs before the eyes: what is there, what is missing, what was checked. */
export const GET = async (req: GuardedRequest, res: MedusaResponse) => {
  const id = req.params.id ?? ""
  const verification = await verificationAnswer(req.scope, id, await now(req.scope))
  const checks = await merchantsOf(req.scope).reading((manager) => checksOf(manager, id, NEWEST_CHECKS))
  res.json({ verification: { ...verification, checks: checks.map(checkAnswer) } })
}
