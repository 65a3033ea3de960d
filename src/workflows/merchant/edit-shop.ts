import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { openingHours, type OpenHours } from "../../domain/opening-hours"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import type MerchantModuleService from "../../modules/merchant/service"
import { editShop, type ShopEdit } from "../../modules/merchant/shops"

export type EditShopInput = { shop_id: string; edit: Omit<ShopEdit, "opening_hours"> & { opening_hours?: OpenHours[] }; at: Instant }

const editShopStep = createStep("pasaj-edit-shop", async ({ shop_id, edit, at }: EditShopInput, { container }) => {
  const hours = edit.opening_hours === undefined ? {} : { opening_hours: openingHours(edit.opening_hours) }
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => editShop(manager, shop_id, { ...edit, ...hours }, at))
  return new StepResponse(shop_id)
})

/**
 * A shop says other things of itself; what is not named stays. An address it leaves goes on leading to it.
 * @returns the shop's id. @throws shop_not_found, shop_closed, shop_handle_taken, picture_not_found, opening_hours_invalid
 */
export const editShopWorkflow = createWorkflow("pasaj-edit-shop-page", (input: EditShopInput) => new WorkflowResponse(editShopStep(input)))
