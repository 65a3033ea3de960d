import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { resolveSuspense, type Resolving } from "../../modules/escrow/adoption"
import { cancelParts, type Scope } from "../../modules/escrow/cancellations"
import { loseChargeback, winChargeback, type ChargebackEnd } from "../../modules/escrow/chargeback-ends"
import { noteFollowups, resumeRefunds } from "../../modules/escrow/following"
import { recordChargeback, type Chargeback } from "../../modules/escrow/chargebacks"
import { grantRefund, type Granting } from "../../modules/escrow/refunds"
import { intend } from "../../modules/escrow/repair"
import type EscrowModuleService from "../../modules/escrow/service"
import { bookOrderWorkflow } from "../escrow/book-order"
import { answerDoubt } from "./answer-doubt"
import { messageOf } from "./execute"
import { readMedusaOrder } from "./medusa-order"
import { settleOrder } from "./settle-order"

export type CancelInput = { order_id: string; scope: Scope; reason: string; at: Instant; actor: Actor }
export type ResolveInput = Resolving & { made?: boolean; at: Instant; actor: Actor }
export type ChargebackInput = Chargeback & { at: Instant; actor: Actor }
export type ChargebackEndInput = ChargebackEnd & { at: Instant; actor: Actor }
export type GrantInput = Granting & { order_id: string; at: Instant }

/** One transaction: lines, parts, holds, what is due to the buyer, and the intents that Medusa follows. */
export const cancelPartsStep = createStep("pasaj-cancel-order-parts", async (input: CancelInput, { container }) => {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const order = await readMedusaOrder(container, input.order_id)
  const parts = await escrow.listShopOrders({ order_id: input.order_id }, { select: ["id"] })
  const lines = await escrow.listShopOrderLines({ shop_order_id: parts.map((part) => part.id) }, { select: ["line_item_id"] })
  const ours = new Set(lines.map((line) => line.line_item_id))
  const own_lines = order.items.filter((item) => !ours.has(item.id)).length
  return new StepResponse(await escrow.within((manager) => cancelParts(manager, { ...input, own_lines }, input.at)))
})

export const grantRefundStep = createStep("pasaj-grant-refund", async ({ at, ...granting }: GrantInput, { container }) =>
  new StepResponse(await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => grantRefund(manager, granting, at))),
)

/** What is written stands, whatever Medusa says now: its refusal is noted and the duty `settle-orders` tries again. */
export const settleOrderStep = createStep("pasaj-settle-order", async ({ order_id, at }: { order_id: string; at: Instant }, { container }) => {
  const error = await settleOrder(container, order_id, at).then(() => null, messageOf)
  if (error !== null) container.resolve(ContainerRegistrationKeys.LOGGER).warn(`pasaj: order ${order_id} is settled later: ${error}`)
  return new StepResponse(error === null)
})

export const answerDoubtStep = createStep("pasaj-answer-doubt", async ({ id, made }: ResolveInput, { container }) => {
  await answerDoubt(container, id, made)
  return new StepResponse(id)
})

/** What follows for the books is noted with it, so that a stop after it loses nothing. */
export const resolveSuspenseStep = createStep("pasaj-resolve-suspense", async ({ at, actor, made, ...resolving }: ResolveInput, { container }) => {
  const order = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) => {
    const order_id = await resolveSuspense(manager, resolving, at, actor)
    if (made === undefined) return null
    await intend(manager, [order_id])
    await noteFollowups(manager, [order_id])
    await resumeRefunds(manager, order_id, at)
    return order_id
  })
  return new StepResponse(order)
})

/** What an operator's word about a payment changes in the books: at once, or by the duties when that fails. */
export const followAnswerStep = createStep("pasaj-follow-answer", async ({ order_id, at }: { order_id: string | null; at: Instant }, { container }) => {
  if (order_id === null) return new StepResponse(true)
  const error = await bookOrderWorkflow(container).run({ input: { order_id, at } }).then(() => settleOrder(container, order_id, at)).then(() => null, messageOf)
  if (error !== null) container.resolve(ContainerRegistrationKeys.LOGGER).warn(`pasaj: order ${order_id} is settled later: ${error}`)
  return new StepResponse(error === null)
})

export const recordChargebackStep = createStep("pasaj-record-chargeback", async ({ at, actor, ...given }: ChargebackInput, { container }) =>
  new StepResponse(await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => recordChargeback(manager, given, at, actor))),
)

export const winChargebackStep = createStep("pasaj-win-chargeback", async ({ at, actor, ...end }: ChargebackEndInput, { container }) =>
  new StepResponse(await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => winChargeback(manager, end, at, actor))),
)

export const loseChargebackStep = createStep("pasaj-lose-chargeback", async ({ at, actor, ...end }: ChargebackEndInput, { container }) =>
  new StepResponse(await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => loseChargeback(manager, end, at, actor))),
)
