import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { deleteProductsWorkflow } from "@medusajs/medusa/core-flows"
import { createStep, createWorkflow, StepResponse, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { Instant } from "../../domain/calendar"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { markRemoved, publishProduct, withdrawProduct } from "../../modules/merchant/listing"
import type MerchantModuleService from "../../modules/merchant/service"
import { showPlacesStep } from "./steps"

export type PlaceProductInput = { shop_id: string; product_id: string }
export type RemoveProductInput = PlaceProductInput & { at: Instant }

const publishStep = createStep("pasaj-want-product", async ({ shop_id, product_id }: PlaceProductInput, { container }) => {
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => publishProduct(manager, shop_id, product_id))
  return new StepResponse(shop_id)
})

const withdrawStep = createStep("pasaj-withdraw-product", async ({ shop_id, product_id }: PlaceProductInput, { container }) => {
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => withdrawProduct(manager, product_id))
  return new StepResponse(shop_id)
})

/** What was ever ordered stays for those who ordered it. @returns whether the product was removed */
const removeUnsoldStep = createStep("pasaj-remove-unsold", async ({ product_id, at }: RemoveProductInput & { shown: number }, { container }) => {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data: sold } = await query.graph({ entity: "order_line_item", fields: ["id"], filters: { product_id }, pagination: { take: 1, skip: 0 } })
  if (sold.length > 0) return new StepResponse(false)
  await deleteProductsWorkflow(container).run({ input: { ids: [product_id] } })
  await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).within((manager) => markRemoved(manager, product_id, at))
  return new StepResponse(true)
})

/**
 * The merchant wants the product in the storefront; it is there once nothing blocks it. Safe twice.
 * @returns how many products Medusa now shows otherwise. @throws shop_not_found, shop_closed, product_limit_reached
 */
export const publishProductWorkflow = createWorkflow("pasaj-publish-product", (input: PlaceProductInput) => new WorkflowResponse(showPlacesStep(publishStep(input))))

/** Out of the storefront, and its room to the next one that waits for it. Safe twice. @returns how many products Medusa now shows otherwise */
export const withdrawProductWorkflow = createWorkflow("pasaj-withdraw-own-product", (input: PlaceProductInput) => new WorkflowResponse(showPlacesStep(withdrawStep(input))))

/**
 * A product goes: it is withdrawn, so that nobody buys it any more, and removed when nobody ever did; its place remembers
 * it, so that an order on its way still knows whose it was. Safe twice, and again after a stop.
 * @returns whether it was removed; if not, it stays withdrawn, for the orders that name it
 */
export const removeProductWorkflow = createWorkflow("pasaj-remove-product", (input: RemoveProductInput) => {
  const shown = showPlacesStep(withdrawStep(input))
  return new WorkflowResponse(removeUnsoldStep(transform({ input, shown }, (all) => ({ ...all.input, shown: all.shown }))))
})
