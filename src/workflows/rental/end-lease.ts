import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { endFreeLease, type Ending } from "../../modules/rental/ending"
import { momentOf, rentalOf } from "./steps"
import { tellShopWorkflow } from "./tell-shop"

export type EndLeaseInput = Ending & { lease_id: string; at: Instant }

const endLeaseStep = createStep("pasaj-end-free-lease", async ({ lease_id, at, ...ending }: EndLeaseInput, { container }) => {
  const moment = await momentOf(container, at)
  await rentalOf(container).within((manager) => endFreeLease(manager, lease_id, ending, moment))
  return new StepResponse(lease_id)
})

/**
 * A lease for which nothing was paid ends now; no money moves. A stop before its shop is told is finished by the duty `end-leases`.
 * @returns the lease's id. @throws lease_not_found, lease_not_running, lease_was_paid
 */
export const endLeaseWorkflow = createWorkflow("pasaj-end-lease-for-nothing", (input: EndLeaseInput) => {
  const leaseId = endLeaseStep(input)
  tellShopWorkflow.runAsStep({ input: transform({ leaseId, input }, (all) => ({ lease_id: all.leaseId, at: all.input.at })) })
  return new WorkflowResponse(leaseId)
})
