import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Day, Instant } from "../../domain/calendar"
import { vacationOf } from "../../domain/vacation"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import { setVacation } from "../../modules/merchant/shops"
import { syncShopProductsWorkflow } from "../catalogue/sync-shop-products"

export type PlanVacationInput = { shop_id: string; from_on: Day; back_on: Day | null; note: string | null; at: Instant }
export type EndVacationInput = { shop_id: string; at: Instant }

const setVacationStep = createStep("pasaj-set-vacation", async ({ shop_id, from_on, back_on, note, at }: PlanVacationInput, { container }) => {
  const { zone } = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
  const vacation = vacationOf(from_on, back_on, at, zone)
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => setVacation(manager, shop_id, vacation, note))
  return new StepResponse({ shop_id, at })
})

const endVacationStep = createStep("pasaj-end-vacation", async ({ shop_id, at }: EndVacationInput, { container }) => {
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => setVacation(manager, shop_id, null, null))
  return new StepResponse({ shop_id, at })
})

/**
 * A shop goes on vacation, by days: it sells nothing meanwhile, buyers are told until when, its open orders go on, and it
 * resumes by itself. The dates first, then its products follow if it is away already; the duty `sync-shops` does that at
 * both ends, and after a stop. Said again, the new dates replace the old ones.
 * @returns how many products changed already. @throws shop_not_found, shop_closed, vacation_dates_invalid, bad_day
 */
export const planVacationWorkflow = createWorkflow("pasaj-plan-vacation", (input: PlanVacationInput) => {
  const shelf = transform(setVacationStep(input), (set) => set)
  return new WorkflowResponse(syncShopProductsWorkflow.runAsStep({ input: shelf }))
})

/** The shop is back at once, or does not go; without a vacation nothing changes. @throws shop_not_found, shop_closed */
export const endVacationWorkflow = createWorkflow("pasaj-end-vacation-early", (input: EndVacationInput) => {
  const shelf = transform(endVacationStep(input), (set) => set)
  return new WorkflowResponse(syncShopProductsWorkflow.runAsStep({ input: shelf }))
})
