import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import { publishRules, type RulesChange } from "../../modules/merchant/verification-rules"
import { merchantsOf } from "./outside"

export type PublishVerificationRulesInput = { change: RulesChange; actor: Actor }

const publishVerificationRulesStep = createStep("pasaj-publish-verification-rules", async ({ change, actor }: PublishVerificationRulesInput, { container }) =>
  new StepResponse(await merchantsOf(container).within((manager) => publishRules(manager, change, actor))),
)

/** A new edition of the verification rules, for applications made from now on (K10). @throws verification_rules_contradict */
export const publishVerificationRulesWorkflow = createWorkflow("pasaj-verification-rules", (input: PublishVerificationRulesInput) =>
  new WorkflowResponse(publishVerificationRulesStep(input)),
)
