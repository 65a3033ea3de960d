import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import type { PlanTerms } from "../../domain/rental"
import { createCoupon, retireCoupon, type CouponTerms } from "../../modules/rental/coupons"
import { draftPlan, publishDraft, retireEdition, type Offer } from "../../modules/rental/plan-drafts"
import { publishRentPolicy, type RentPolicyChange } from "../../modules/rental/policy"
import { rentalOf } from "./steps"

const publishRentPolicyStep = createStep("pasaj-write-rent-policy", async ({ change, actor }: { change: RentPolicyChange; actor: Actor }, { container }) =>
  new StepResponse(await rentalOf(container).within((manager) => publishRentPolicy(manager, change, actor))),
)

/** A new edition of the rent policy; what is quoted, issued and paid from now on goes by it. */
export const publishRentPolicyWorkflow = createWorkflow("pasaj-publish-rent-policy", (input: { change: RentPolicyChange; actor: Actor }) =>
  new WorkflowResponse(publishRentPolicyStep(input)),
)

const draftPlanStep = createStep("pasaj-draft-plan-edition", async (terms: PlanTerms, { container }) =>
  new StepResponse(await rentalOf(container).within((manager) => draftPlan(manager, terms))),
)

/** Writes the draft of a plan's next edition. @returns its id. @throws plan_without_price, term_price_invalid, term_dearer_than_shorter, tax_rate_invalid */
export const draftPlanWorkflow = createWorkflow("pasaj-draft-plan", (terms: PlanTerms) => new WorkflowResponse(draftPlanStep(terms)))

export type PublishDraftInput = { id: string; offer: Offer; at: Instant }

const publishDraftStep = createStep("pasaj-publish-plan-draft", async ({ id, offer, at }: PublishDraftInput, { container }) => {
  await rentalOf(container).within((manager) => publishDraft(manager, id, offer, at))
  return new StepResponse(id)
})

/** Puts a draft on offer, now or from a day on. @throws plan_version_not_found, plan_offer_past, plan_offer_taken */
export const publishDraftWorkflow = createWorkflow("pasaj-publish-draft", (input: PublishDraftInput) => new WorkflowResponse(publishDraftStep(input)))

const retireEditionStep = createStep("pasaj-retire-plan-edition", async ({ id, at }: { id: string; at: Instant }, { container }) => {
  await rentalOf(container).within((manager) => retireEdition(manager, id, at))
  return new StepResponse(id)
})

/** Takes an edition off the offer; leases keep it. @throws plan_version_not_found */
export const retirePlanWorkflow = createWorkflow("pasaj-retire-plan", (input: { id: string; at: Instant }) => new WorkflowResponse(retireEditionStep(input)))

const createCouponStep = createStep("pasaj-write-coupon", async ({ terms, actor }: { terms: CouponTerms; actor: Actor }, { container }) =>
  new StepResponse(await rentalOf(container).within((manager) => createCoupon(manager, terms, actor))),
)

/** Gives a coupon out. @throws coupon_exists */
export const createCouponWorkflow = createWorkflow("pasaj-create-coupon", (input: { terms: CouponTerms; actor: Actor }) => new WorkflowResponse(createCouponStep(input)))

const retireCouponStep = createStep("pasaj-take-coupon-back", async ({ id, at }: { id: string; at: Instant }, { container }) =>
  new StepResponse(await rentalOf(container).within((manager) => retireCoupon(manager, id, at))),
)

/** No invoice uses a coupon from now on. @throws coupon_not_found */
export const retireCouponWorkflow = createWorkflow("pasaj-retire-coupon", (input: { id: string; at: Instant }) => new WorkflowResponse(retireCouponStep(input)))
