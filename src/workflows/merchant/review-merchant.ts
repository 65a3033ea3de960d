import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { askChanges, claim, reject, release, resubmit, verify, type Asked } from "../../modules/merchant/review"
import { merchantsOf, momentOf, outsideOf } from "./outside"

export type ReviewMerchantInput = { merchant_id: string; at: Instant; actor: Actor } & (
  | { act: "claim" | "release" | "verify" | "resubmit" }
  | { act: "ask_changes"; reason: string; items: Asked[] }
  | { act: "reject"; reason: string }
)

const reviewMerchantStep = createStep("pasaj-review-merchant", async (input: ReviewMerchantInput, { container }) => {
  const { merchant_id: id, actor } = input
  const [moment, outside] = await Promise.all([momentOf(container, input.at), outsideOf(container, id)])
  await merchantsOf(container).within((manager) => {
    switch (input.act) {
      case "claim": return claim(manager, id, moment, actor)
      case "release": return release(manager, id, moment, actor)
      case "verify": return verify(manager, id, outside, moment, actor)
      case "resubmit": return resubmit(manager, id, outside, moment, actor)
      case "ask_changes": return askChanges(manager, id, input.reason, input.items, moment, actor)
      case "reject": return reject(manager, id, input.reason, moment, actor)
    }
  })
  return new StepResponse(id)
})

/**
 * One act of an application's review (K10): a reviewer claims it, asks for changes, verifies or rejects it, or puts it
 * back; the applicant hands it in again. Each is one transaction under the merchant's lock.
 * @returns the merchant's id
 * @throws merchant_not_found, wrong_state, claimed_by_another, requirements_missing, changes_outstanding
 */
export const reviewMerchantWorkflow = createWorkflow("pasaj-review-of-merchant", (input: ReviewMerchantInput) =>
  new WorkflowResponse(reviewMerchantStep(input)),
)
