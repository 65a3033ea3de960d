import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { registerPayoutAccountStep, type RegisterPayoutAccountInput } from "./steps"

/**
 * A merchant says where it is to be paid. The first Sheba is usable at once, a changed one after its cooling-down; the
 * same again changes nothing.
 * @returns the payout account's id. @throws sheba_invalid
 */
export const registerPayoutAccountWorkflow = createWorkflow("pasaj-register-payout-account", (input: RegisterPayoutAccountInput) =>
  new WorkflowResponse(registerPayoutAccountStep(input)),
)
