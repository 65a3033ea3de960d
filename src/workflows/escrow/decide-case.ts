import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { decideCaseStep, type VerdictInput } from "./case-steps"

/**
 * An operator decides a case, finally: the parcel's money goes to the merchant, becomes due to the buyer, or is split;
 * case, window, parcel, hold, shop order and journals are one transaction.
 * @throws case_not_found, wrong_state, verdict_needs_delivery, verdict_amount_wrong, account_overdrawn
 */
export const decideCaseWorkflow = createWorkflow("pasaj-decide", (input: VerdictInput) => new WorkflowResponse(decideCaseStep(input)))
