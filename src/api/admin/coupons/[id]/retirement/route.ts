import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../../../adapters/clock"
import { retireCouponWorkflow } from "../../../../../workflows/rental/set-terms"
import type { GuardedRequest } from "../../../../guard"
import { couponAnswer } from "../../answer"

export const POST = async (req: GuardedRequest, res: MedusaResponse) => {
  const { result } = await retireCouponWorkflow(req.scope).run({ input: { id: req.params.id ?? "", at: await now(req.scope) } })
  res.json({ coupon: couponAnswer(result) })
}
