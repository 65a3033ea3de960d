import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { setAuthAppMetadataStep } from "@medusajs/medusa/core-flows"

import { createPersonStep, type RegisterPersonInput } from "./steps"

/**
 * A login becomes a person: the person is written, then the login points at it. If the second fails (the login already
 * had a person), the first is taken back.
 * @returns the person's id
 */
export const registerPersonWorkflow = createWorkflow("pasaj-register-person", (input: RegisterPersonInput) => {
  const personId = createPersonStep(input)
  setAuthAppMetadataStep({ authIdentityId: input.auth_identity_id, actorType: "merchant", value: personId })
  return new WorkflowResponse(personId)
})
