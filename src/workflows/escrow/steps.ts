import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import { failpoint } from "../../adapters/failpoint"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { openCaseOf, withdrawCase } from "../../modules/dispute/cases"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { queueDoubts } from "../../modules/escrow/doubts"
import { deliver, type Delivery, type PackedParcel, type Packing } from "../../modules/escrow/parcels"
import type EscrowModuleService from "../../modules/escrow/service"
import { handOverWithLink } from "./hand-over"
import { readOrder, type ReadOrder } from "./read-order"
import { levelsOf } from "./sent-stock"

export type BookOrderInput = { order_id: string; at: Instant }
export type AcceptInput = { shop_order_id: string; at: Instant; actor: Actor }
export type DispatchInput = Packing & { order_id: string; at: Instant; actor: Actor }
export type DeliverInput = Delivery & { at: Instant; actor: Actor }
export type ConsentInput = { parcel_id: string; at: Instant; actor: Actor }

export const readOrderStep = createStep("pasaj-read-order", async (orderId: string, { container }) =>
  new StepResponse(await readOrder(container, orderId)),
)

export const openOrderStep = createStep("pasaj-open-order", async ({ order, at }: { order: ReadOrder; at: Instant }, { container }) => {
  if (order.draft || order.parts === null) return new StepResponse(null)
  failpoint("order-before-holds")
  const opened = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).openOrder(order.placed, order.parts, at)
  return new StepResponse(opened ? order.since : null)
})

/**
 * Each capture is a transaction of its own under its own key, so that a failure in one loses nothing of another. What no provider
 * has answered for is no money; an operator says what became of it.
 */
export const fundCapturesStep = createStep("pasaj-fund-captures", async ({ order, at }: { order: ReadOrder; at: Instant }, { container }) => {
  const funded: Instant[] = []
  if (order.draft) return new StepResponse(funded)
  if (order.captures.length > 0) failpoint("capture-before-funding")
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  for (const capture of order.captures) if (await escrow.fund(capture, at)) funded.push(capture.since)
  await escrow.within((manager) => queueDoubts(manager, order.doubts, at))
  return new StepResponse(funded)
})

export const acceptStep = createStep("pasaj-accept-shop-order", async (input: AcceptInput, { container }) => {
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).moveShopOrders([input.shop_order_id], "accept", input.at, input.actor)
  return new StepResponse(input.shop_order_id)
})

/** Until the carrier has it, a parcel may be discarded; that is also what undoes this step. */
export const packStep = createStep(
  "pasaj-pack-parcel",
  async (input: DispatchInput, { container }) => {
    const packed = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).pack(input, input.at)
    return new StepResponse(packed, { packed, at: input.at, actor: input.actor })
  },
  async (undo, { container }) => {
    if (!undo) return
    await container.resolve<EscrowModuleService>(PASAJ_ESCROW).discard(undo.packed.parcel_id, undo.at, undo.actor, "Medusa refused the fulfilment")
  },
)

export const noteStockStep = createStep("pasaj-note-stock", async ({ items }: PackedParcel, { container }) =>
  new StepResponse(await levelsOf(container, items.map((item) => item.line_item_id))),
)

type HandOverInput = { packed: PackedParcel; fulfillment: { id: string }; at: Instant; actor: Actor }

export const handOverStep = createStep("pasaj-hand-over-parcel", async ({ packed, fulfillment, at, actor }: HandOverInput, { container }) => {
  await handOverWithLink(container, packed.parcel_id, fulfillment.id, at, actor)
  return new StepResponse(packed.parcel_id)
})

export const deliverStep = createStep("pasaj-deliver-parcel", async ({ at, actor, ...delivery }: DeliverInput, { container }) => {
  const calendar = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) => {
    await deliver(manager, delivery, calendar, at, actor)
    // What was thought lost has arrived after all: its case has nothing to decide. A buyer's objection stays.
    const open = await openCaseOf(manager, delivery.parcel_id)
    if (open?.kind === "loss") await withdrawCase(manager, open.id, "the parcel has arrived", at, actor)
  })
  return new StepResponse(delivery.parcel_id)
})

export const consentStep = createStep("pasaj-consent-to-parcel", async ({ parcel_id, at, actor }: ConsentInput, { container }) => {
  const calendar = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).consent(parcel_id, calendar, at, actor)
  return new StepResponse(parcel_id)
})
