import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { leaseRow } from "../../modules/rental/lease-rows"
import { nextChoice, renewLease, startTrial, type TrialRequest } from "../../modules/rental/leases"
import { requireVerifiedStep } from "../merchant/steps"
import { buyerOf, momentOf, rentalOf, withOpenShop } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

/** What is not said is as it was planned, or as it is. */
export type RenewInput = { lease_id: string; merchant_id: string; plan?: string; term_months?: number; coupon?: string | null; at: Instant }

const renewLeaseStep = createStep("pasaj-renew-lease", async ({ lease_id, merchant_id, at, plan, term_months, coupon }: RenewInput, { container }) => {
  const [moment, buyer] = [await momentOf(container, at), await buyerOf(container, merchant_id)]
  const { shop_id } = await rentalOf(container).reading((manager) => leaseRow(manager, lease_id))
  return new StepResponse(
    await withOpenShop(container, shop_id, async (manager) => {
      const usual = await nextChoice(manager, await leaseRow(manager, lease_id))
      return renewLease(manager, lease_id, { plan: plan ?? usual.plan, term_months: term_months ?? usual.term_months, coupon: coupon ?? null }, moment, { buyer })
    }),
  )
})

/**
 * Invoices a lease for a further term (K9): in time, in grace, or after its end, when paying reopens the shop.
 * @returns the invoice's id
 * @throws merchant_not_found, merchant_not_verified, shop_closed, lease_not_found, plan_not_found, term_not_offered, invoice_already_open,
 * lease_already_exists, coupon_not_valid, coupon_used_up
 */
export const renewLeaseWorkflow = createWorkflow("pasaj-renew-shop-lease", (input: RenewInput) => {
  requireVerifiedStep(transform(input, ({ merchant_id }) => merchant_id))
  return new WorkflowResponse(renewLeaseStep(input))
})

export type StartTrialInput = TrialRequest & { at: Instant }

const startTrialStep = createStep("pasaj-start-trial", async ({ at, ...request }: StartTrialInput, { container }) => {
  const moment = await momentOf(container, at)
  return new StepResponse(await withOpenShop(container, request.shop_id, (manager) => startTrial(manager, request, moment)))
})

/**
 * A verified merchant tries a plan in its first shop, for nothing: the shop opens at once.
 * @returns the lease's id
 * @throws merchant_not_found, merchant_not_verified, shop_closed, plan_not_found, trial_not_offered, trial_already_had, lease_already_exists, invoice_already_open
 */
export const startTrialWorkflow = createWorkflow("pasaj-start-shop-trial", (input: StartTrialInput) => {
  requireVerifiedStep(transform(input, ({ merchant_id }) => merchant_id))
  const leaseId = startTrialStep(input)
  tellShopWorkflow.runAsStep({ input: transform({ leaseId, input }, (all) => ({ lease_id: all.leaseId, at: all.input.at })) })
  return new WorkflowResponse(leaseId)
})
