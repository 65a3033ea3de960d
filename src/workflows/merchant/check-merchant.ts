import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { askProvider, manualProvider, verificationProvider } from "../../adapters/verification-provider"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { subjectOf, type CheckKind } from "../../domain/verification-check"
import { writeCheck } from "../../modules/merchant/checks"
import { fileOf } from "../../modules/merchant/standing"
import { merchantsOf, payoutAccountOf } from "./outside"

export type CheckMerchantInput = {
  merchant_id: string
  kind: CheckKind
  /** What an operator saw; absent: the service is asked. */
  seen?: { result: "passed" | "failed" | "unknown"; note: string; reference?: string }
  at: Instant
  actor: Actor
}

const checkMerchantStep = createStep("pasaj-check-merchant", async ({ merchant_id, kind, seen, at, actor }: CheckMerchantInput, { container }) => {
  const merchants = merchantsOf(container)
  const [file, account] = await Promise.all([merchants.reading((manager) => fileOf(manager, merchant_id)), payoutAccountOf(container, merchant_id)])
  const subject = subjectOf(kind, { ...file, sheba: account?.sheba ?? null, holder: account?.holder ?? null })
  const provider = seen ? manualProvider : verificationProvider(container)
  const { result, reference, note } = seen ?? (await askProvider(provider, kind, subject))
  const check = { merchant_id, kind, subject, provider: provider.identifier, result, reference: reference ?? null, note: note ?? null }
  return new StepResponse(await merchants.within((manager) => writeCheck(manager, check, at, actor)))
})

/**
 * Checks a merchant with the host's verification service, or records what an operator saw (K10). The service is asked
 * outside any transaction; its silence or failure is kept as `unknown`.
 * @returns the check's id. @throws merchant_not_found, check_subject_missing
 */
export const checkMerchantWorkflow = createWorkflow("pasaj-check-of-merchant", (input: CheckMerchantInput) =>
  new WorkflowResponse(checkMerchantStep(input)),
)
