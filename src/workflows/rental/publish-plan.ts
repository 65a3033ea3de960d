import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { publishPlanStep, type PublishPlanInput } from "./steps"

/**
 * Puts a plan on offer: a new immutable edition, unless the one on offer says the same (K9, K15).
 * @returns the edition's id. @throws plan_without_price, term_price_invalid, term_dearer_than_shorter, tax_rate_invalid
 */
export const publishPlanWorkflow = createWorkflow("pasaj-publish-plan", (input: PublishPlanInput) => new WorkflowResponse(publishPlanStep(input)))
