import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { consentStep, type ConsentInput } from "./steps"

/**
 * The buyer is satisfied with one parcel (K4): window, parcel, hold, shop order and the release of the money are one
 * transaction, so there is nothing to undo and nothing to repair.
 * @throws row_not_found, wrong_state, consent_already_given, consent_window_closed
 */
export const consentWorkflow = createWorkflow("pasaj-consent", (input: ConsentInput) =>
  new WorkflowResponse(consentStep(input)),
)
