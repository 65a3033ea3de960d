import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import type { DelegablePermission } from "../../domain/delegation"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { assign, delegationBy, endDelegation } from "../../modules/merchant/delegations"
import type MerchantModuleService from "../../modules/merchant/service"
import { tell } from "../escrow/hand-over"
import { operatorNamed } from "./operators"

export type AssignInput = {
  shop_id: string; operator_id: string; scope: DelegablePermission[]; from_at: Instant; until_at: Instant; reason: string; at: Instant; actor: Actor
}
export type EndInput = { delegation_id: string; merchant_ids?: string[]; reason: string | null; at: Instant; actor: Actor }

const assignStep = createStep("pasaj-assign-general-admin", async ({ at, actor, ...input }: AssignInput, { container }) => {
  const { name: operator_name } = await operatorNamed(container, input.operator_id)
  const delegation = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within(async (manager) =>
    delegationBy(manager, await assign(manager, { ...input, operator_name, assigned_by: actor.id }, at)),
  )
  const { id, merchant_id, shop_id, scope, from_at, until_at } = delegation
  await tell(container, "pasaj.general_admin_assigned", { id, merchant_id, shop_id, operator_name, scope, from_at, until_at })
  return new StepResponse(id)
})

const endStep = createStep("pasaj-end-delegation", async ({ delegation_id, merchant_ids, reason, at, actor }: EndInput, { container }) => {
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => endDelegation(manager, delegation_id, merchant_ids, reason, at, actor))
  return new StepResponse(delegation_id)
})

/**
 * An operator becomes a shop's general admin: free of charge, in a scope, for a time (K14). The merchant is told by
 * `pasaj.general_admin_assigned`, sees every act, and may end it at once.
 * @returns the assignment's id. @throws operator_not_found, shop_not_found, shop_closed, delegation_time_invalid, general_admin_assigned
 */
export const assignGeneralAdminWorkflow = createWorkflow("pasaj-general-admin", (input: AssignInput) => new WorkflowResponse(assignStep(input)))

/** The merchant, or an operator, ends an assignment at once (K14). @throws delegation_not_found, delegation_expired, delegation_ended */
export const endDelegationWorkflow = createWorkflow("pasaj-end-general-admin", (input: EndInput) => new WorkflowResponse(endStep(input)))
