import type { MedusaResponse } from "@medusajs/framework/http"

import { now } from "../../../adapters/clock"
import { reviewMerchantWorkflow } from "../../../workflows/merchant/review-merchant"
import type { GuardedRequest } from "../../guard"
import { findMerchant, merchantForOperators } from "../../merchant/merchants/answer"
import type { ChangeRequestInput, ReasonInput } from "../../merchant/merchants/contract"

type Act = { act: "claim" | "release" | "verify" } | ({ act: "reject" } & ReasonInput) | ({ act: "ask_changes" } & ChangeRequestInput)

/** The door of one act of a merchant's review: the routes differ only in what they do with what was said. */
export const review = <Body = unknown>(actOf: (body: Body) => Act) => async (req: GuardedRequest<Body>, res: MedusaResponse) => {
  const merchant_id = req.params.id ?? ""
  await reviewMerchantWorkflow(req.scope).run({
    input: { merchant_id, at: await now(req.scope), actor: { type: "operator", id: req.auth_context.actor_id }, ...actOf(req.validatedBody) },
  })
  res.json({ merchant: merchantForOperators(await findMerchant(req.scope, merchant_id)) })
}
