import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { mustNotLeave } from "../../modules/merchant/leaving"
import { leaseRow } from "../../modules/rental/lease-rows"
import { planEnd, setAutoRenew, type Plan } from "../../modules/rental/leases"
import { giveDaysBack, type LostDays } from "../../modules/rental/lost-days"
import { momentOf, rentalOf, withOpenShop } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

export type PlanLeaseEndInput = { lease_id: string; plan: Plan; at: Instant }

const planLeaseEndStep = createStep("pasaj-plan-end-of-lease", async ({ lease_id, plan, at }: PlanLeaseEndInput, { container }) => {
  const moment = await momentOf(container, at)
  await rentalOf(container).within((manager) => planEnd(manager, lease_id, plan, moment))
  return new StepResponse(lease_id)
})

/**
 * What happens when a lease's paid time is over: its shop leaves, or goes on with another plan or term (K15); null takes it back.
 * @returns the lease's id. @throws lease_not_found, lease_not_running, plan_not_found, term_not_offered
 */
export const planLeaseEndWorkflow = createWorkflow("pasaj-plan-lease-end", (input: PlanLeaseEndInput) => {
  const leaseId = planLeaseEndStep(input)
  tellShopWorkflow.runAsStep({ input: transform({ leaseId, input }, (all) => ({ lease_id: all.leaseId, at: all.input.at })) })
  return new WorkflowResponse(leaseId)
})

export type AutoRenewInput = { lease_id: string; auto_renew: boolean; at: Instant }

const setAutoRenewStep = createStep("pasaj-set-auto-renew", async ({ lease_id, auto_renew, at }: AutoRenewInput, { container }) => {
  const moment = await momentOf(container, at)
  await rentalOf(container).within(async (manager) => {
    if (auto_renew) await mustNotLeave(manager, (await leaseRow(manager, lease_id)).merchant_id)
    await setAutoRenew(manager, lease_id, auto_renew, moment)
  })
  return new StepResponse(lease_id)
})

/** Whether a lease is renewed from its merchant's balance when its time comes. @throws lease_not_found, lease_not_running, merchant_leaving */
export const setAutoRenewWorkflow = createWorkflow("pasaj-set-lease-auto-renew", (input: AutoRenewInput) => new WorkflowResponse(setAutoRenewStep(input)))

export type GiveDaysBackInput = LostDays & { lease_id: string; actor: Actor; at: Instant }

const giveDaysBackStep = createStep("pasaj-give-lost-days-back", async ({ lease_id, actor, at, ...lost }: GiveDaysBackInput, { container }) => {
  const moment = await momentOf(container, at)
  const { shop_id } = await rentalOf(container).reading((manager) => leaseRow(manager, lease_id))
  await withOpenShop(container, shop_id, (manager) => giveDaysBack(manager, lease_id, lost, actor, moment))
  return new StepResponse(lease_id)
})

/**
 * A suspension was found wrong: the lease ends later by the days it cost, for the same money, and the shop sells as long.
 * @returns the lease's id. @throws lease_not_found, shop_closed, bad_days, wrong_state, lease_already_exists
 */
export const giveDaysBackWorkflow = createWorkflow("pasaj-give-days-back", (input: GiveDaysBackInput) => {
  const leaseId = giveDaysBackStep(input)
  tellShopWorkflow.runAsStep({ input: transform({ leaseId, input }, (all) => ({ lease_id: all.leaseId, at: all.input.at })) })
  return new WorkflowResponse(leaseId)
})
