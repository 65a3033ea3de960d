import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { publishPolicy, type PolicyChange } from "../../modules/escrow/policies"
import type EscrowModuleService from "../../modules/escrow/service"

export type PublishConsentPolicyInput = { change: PolicyChange; actor: Actor }

const publishConsentPolicyStep = createStep("pasaj-publish-consent-policy", async ({ change, actor }: PublishConsentPolicyInput, { container }) =>
  new StepResponse(await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => publishPolicy(manager, change, actor))),
)

/** A new edition of the consent policy, for parcels that leave from now on; windows keep the one they left with. */
export const publishConsentPolicyWorkflow = createWorkflow("pasaj-consent-policy", (input: PublishConsentPolicyInput) =>
  new WorkflowResponse(publishConsentPolicyStep(input)),
)
