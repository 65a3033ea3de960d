import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { loseParcelStep, type LoseInput } from "./case-steps"

/**
 * A carrier has lost a parcel, or never spoke again: it waits in a case, whose verdict can only give the money back. If it
 * turns up, recording its delivery ends the case. @returns the case's id. @throws row_not_found, wrong_state
 */
export const loseParcelWorkflow = createWorkflow("pasaj-lose", (input: LoseInput) => new WorkflowResponse(loseParcelStep(input)))
