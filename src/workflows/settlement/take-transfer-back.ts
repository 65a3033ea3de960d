import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { rejectTransferStep, returnTransferStep, type TransferCameBackInput } from "./steps"

/** The bank refused a transfer before paying it: its money is payable again, in the same transaction. @throws transfer_not_found, wrong_state */
export const rejectTransferWorkflow = createWorkflow("pasaj-reject-transfer", (input: TransferCameBackInput) =>
  new WorkflowResponse(rejectTransferStep(input)),
)

/**
 * A paid transfer came back: its money is payable again, and its account is paid to no more, in the same transaction.
 * @throws transfer_not_found, wrong_state
 */
export const returnTransferWorkflow = createWorkflow("pasaj-return-transfer", (input: TransferCameBackInput) =>
  new WorkflowResponse(returnTransferStep(input)),
)
