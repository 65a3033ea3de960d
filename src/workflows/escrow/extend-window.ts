import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { extendWindowStep, type ExtendInput } from "./case-steps"

/**
 * More time for the buyer: once by the buyer's own wish where the carrier never spoke, otherwise granted with a reason.
 * @throws row_not_found, wrong_state, consent_already_given, consent_window_closed, objection_open, extension_used, tracking_not_stale
 */
export const extendWindowWorkflow = createWorkflow("pasaj-extend", (input: ExtendInput) => new WorkflowResponse(extendWindowStep(input)))
