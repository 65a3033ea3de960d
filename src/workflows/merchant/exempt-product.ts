import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { exemptProduct, type Exempting } from "../../modules/merchant/exemptions"
import type MerchantModuleService from "../../modules/merchant/service"

export type ExemptProductInput = Exempting & { at: Instant; actor: Actor }

const exemptProductStep = createStep("pasaj-exempt-from-withdrawal", async ({ at, actor, ...exempting }: ExemptProductInput, { container }) => {
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => exemptProduct(manager, exempting, at, actor))
  return new StepResponse(exempting.product_id)
})

/** Whether a product may be given back without a fault, for orders placed from now on (K4, Y8). @throws product_not_found */
export const exemptProductWorkflow = createWorkflow("pasaj-exempt-product", (input: ExemptProductInput) => new WorkflowResponse(exemptProductStep(input)))
