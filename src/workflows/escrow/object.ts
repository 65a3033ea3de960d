import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { objectStep, withdrawObjectionStep, type ObjectInput, type WithdrawObjectionInput } from "./case-steps"

/**
 * The buyer is not satisfied with a parcel (K4, K7): its window stops with the time that is left, and a case opens, in one
 * transaction. Of a consent and an objection in the same moment one wins, and the other is told.
 * @returns the case's id. @throws row_not_found, wrong_state, consent_already_given, consent_window_closed, objection_open, withdrawal_exempt
 */
export const objectWorkflow = createWorkflow("pasaj-object", (input: ObjectInput) => new WorkflowResponse(objectStep(input)))

/** The buyer takes the objection back: the window goes on with the time that was left. @throws row_not_found, wrong_state */
export const withdrawObjectionWorkflow = createWorkflow("pasaj-withdraw-case", (input: WithdrawObjectionInput) =>
  new WorkflowResponse(withdrawObjectionStep(input)),
)
