import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { deliverStep, type DeliverInput } from "./steps"

/**
 * A parcel is known to have arrived (P5): its consent window opens (K4). Medusa's fulfilment is marked by the duty
 * `mark-delivered`, so that a trouble over there cannot hold the buyer's window back.
 * @throws row_not_found, wrong_state, delivery_before_dispatch, delivery_in_future
 */
export const deliverParcelWorkflow = createWorkflow("pasaj-deliver", (input: DeliverInput) =>
  new WorkflowResponse(deliverStep(input)),
)
