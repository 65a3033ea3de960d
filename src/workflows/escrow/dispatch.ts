import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { acquireLockStep, createOrderFulfillmentWorkflow, createOrderShipmentWorkflow, releaseLockStep } from "@medusajs/medusa/core-flows"

import { handOverStep, noteStockStep, packStep, type DispatchInput } from "./steps"

/**
 * A merchant hands its part over with a tracking code (K4, P4).
 *
 * 1. Lock the order: Medusa allows one change of an order at a time, and two shops may dispatch at once.
 * 2. Pack what is left of the shop order: our row is the intent. A failure later discards it.
 * 3. Medusa's fulfilment (stock leaves the reservation), then its shipment with the tracking code. The fulfilment carries our mark, and
 *    how the stock stood before, from which alone can be told later whether it was lowered.
 * 4. Hand over: parcel, window and shop order in one transaction. From here nothing is taken back.
 *
 * A stop between 2 and 4, inside Medusa's own workflows too, leaves a packed parcel, which the duty `finish-dispatches` hands over when
 * Medusa has its fulfilment, and discards when not.
 * @returns the parcel's id. @throws row_not_found, wrong_state, tracking_code_invalid, nothing_left_to_ship
 */
export const dispatchWorkflow = createWorkflow("pasaj-dispatch", (input: DispatchInput) => {
  const key = transform(input, ({ order_id }) => `pasaj-order-${order_id}`)
  acquireLockStep({ key, timeout: 30, ttl: 120 })
  const packed = packStep(input)
  const stock = noteStockStep(packed)
  const fulfillment = createOrderFulfillmentWorkflow.runAsStep({
    input: transform({ packed, stock }, ({ packed: { order_id, parcel_id, items }, stock: pasaj_stock }) => ({
      order_id,
      items: items.map((item) => ({ id: item.line_item_id, quantity: item.quantity })),
      metadata: { pasaj_parcel: parcel_id, pasaj_stock },
    })),
  })
  createOrderShipmentWorkflow.runAsStep({
    input: transform({ packed, fulfillment, input }, ({ packed: { order_id, items }, fulfillment: { id }, input: { tracking_code } }) => ({
      order_id,
      fulfillment_id: id,
      items: items.map((item) => ({ id: item.line_item_id, quantity: item.quantity })),
      labels: [{ tracking_number: tracking_code, tracking_url: "", label_url: "" }],
    })),
  })
  const parcelId = handOverStep(transform({ packed, fulfillment, input }, (all) => ({
    packed: all.packed, fulfillment: { id: all.fulfillment.id }, at: all.input.at, actor: all.input.actor,
  })))
  releaseLockStep({ key })
  return new WorkflowResponse(parcelId)
})
