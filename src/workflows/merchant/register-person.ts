import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { acquireLockStep, releaseLockStep, setAuthAppMetadataStep } from "@medusajs/medusa/core-flows"

import { createPersonStep, requireNobodyStep, type RegisterPersonInput } from "./steps"

/**
 * A login becomes a person, once, also with a token from before and when several ask at once: the person is written,
 * then the login points at it. If the second fails, the first is taken back.
 * @returns the person's id. @throws person_already_registered
 */
export const registerPersonWorkflow = createWorkflow("pasaj-register-person", (input: RegisterPersonInput) => {
  const key = transform(input, ({ auth_identity_id }) => `pasaj-register-person-${auth_identity_id}`)
  acquireLockStep({ key, timeout: 30, ttl: 60 })
  requireNobodyStep(input.auth_identity_id)
  const personId = createPersonStep(input)
  setAuthAppMetadataStep({ authIdentityId: input.auth_identity_id, actorType: "merchant", value: personId })
  releaseLockStep({ key })
  return new WorkflowResponse(personId)
})
