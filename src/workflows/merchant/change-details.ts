import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { acceptChange, refuseChange } from "../../modules/merchant/changes"
import { changeDetails, type Details } from "../../modules/merchant/details"
import { merchantsOf, momentOf } from "./outside"

export type ChangeDetailsInput = { merchant_id: string; details: Details; at: Instant; actor: Actor }
export type DecideChangeInput = { id: string; at: Instant; actor: Actor } & ({ accepted: true } | { accepted: false; note: string })

const changeDetailsStep = createStep("pasaj-change-details", async ({ merchant_id, details, at, actor }: ChangeDetailsInput, { container }) => {
  const moment = await momentOf(container, at)
  return new StepResponse(await merchantsOf(container).within((manager) => changeDetails(manager, merchant_id, details, moment, actor)))
})

const decideChangeStep = createStep("pasaj-decide-change", async (input: DecideChangeInput, { container }) => {
  const moment = await momentOf(container, input.at)
  await merchantsOf(container).within((manager) =>
    input.accepted ? acceptChange(manager, input.id, moment, input.actor) : refuseChange(manager, input.id, input.note, moment, input.actor))
  return new StepResponse(input.id)
})

/**
 * A merchant changes what it says of itself: at once while it applies, with an operator's word once it was verified, while
 * its shops go on (K10).
 * @returns the fields that change
 * @throws merchant_not_found, nothing_changed, item_not_asked_for, wrong_state, merchant_identity_missing, national_id_invalid,
 * company_id_invalid, document_expired
 */
export const changeDetailsWorkflow = createWorkflow("pasaj-change-merchant-details", (input: ChangeDetailsInput) =>
  new WorkflowResponse(changeDetailsStep(input)),
)

/**
 * An operator decides a verified merchant's change of its details or documents (K10).
 * @returns the change's id. @throws change_not_found, change_decided, wrong_state, merchant_identity_missing, national_id_invalid, company_id_invalid
 */
export const decideChangeWorkflow = createWorkflow("pasaj-decide-merchant-change", (input: DecideChangeInput) =>
  new WorkflowResponse(decideChangeStep(input)),
)
