import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { instantOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import { refuse } from "../../domain/errors"
import { blocksOf } from "../../domain/leaving"
import { finishLeaving, lookAgain, mustHaveWaited, startLeaving, stayOn } from "../../modules/merchant/leaving"
import { lockFile } from "../../modules/merchant/standing"
import { openBusinessOf, ordersOnTheWay } from "./open-business"
import { merchantsOf, momentOf } from "./outside"

export type LeaveInput = { merchant_id: string; at: Instant; actor: Actor }

const startLeavingStep = createStep("pasaj-start-leaving", async ({ merchant_id, at, actor }: LeaveInput, { container }) => {
  const moment = await momentOf(container, at)
  await merchantsOf(container).within((manager) => startLeaving(manager, merchant_id, moment, actor))
  return new StepResponse(merchant_id)
})

const stayStep = createStep("pasaj-stay", async ({ merchant_id, at, actor }: LeaveInput, { container }) => {
  const moment = await momentOf(container, at)
  await merchantsOf(container).within((manager) => stayOn(manager, merchant_id, moment, actor))
  return new StepResponse(merchant_id)
})

/** What blocks a leaving merchant, its accounts locked: nothing can be posted to them until the transaction ends. */
async function blocksWithin(manager: SqlManager, merchantId: string, onTheWay: number) {
  const business = await openBusinessOf(manager, merchantId)
  return blocksOf({ ...business, open_orders: business.open_orders + onTheWay })
}

const finishLeavingStep = createStep("pasaj-finish-leaving", async ({ merchant_id, at, actor }: LeaveInput, { container }) => {
  const [moment, onTheWay] = await Promise.all([momentOf(container, at), ordersOnTheWay(container, merchant_id)])
  await merchantsOf(container).within(async (manager) => {
    const file = await lockFile(manager, merchant_id)
    if (file.state !== "leaving") refuse("wrong_state", { machine: "merchant", state: file.state, event: "finish_leaving" })
    const blocks = await blocksWithin(manager, merchant_id, onTheWay)
    if (blocks.length > 0) refuse("leaving_blocked", { blocks: blocks.map(({ block, count }) => `${block} (${count})`).join(", ") })
    await mustHaveWaited(manager, file.leaving_since, at)
    await finishLeaving(manager, merchant_id, moment, actor)
  })
  return new StepResponse(merchant_id)
})

/**
 * The same for the duty, which refuses nothing: a merchant that is blocked is looked at again later.
 * @returns how many merchants are gone: 1 or 0
 */
export async function finishDueLeaving(container: MedusaContainer, merchantId: string, at: Instant, actor: Actor): Promise<number> {
  const [moment, onTheWay] = await Promise.all([momentOf(container, at), ordersOnTheWay(container, merchantId)])
  return merchantsOf(container).within(async (manager) => {
    const file = await lockFile(manager, merchantId)
    if (file.state !== "leaving" || file.leaving_due_at === null || instantOf(file.leaving_due_at) > at) return 0
    const blocks = await blocksWithin(manager, merchantId, onTheWay)
    if (blocks.length === 0) await finishLeaving(manager, merchantId, moment, actor)
    else await lookAgain(manager, merchantId, at)
    return blocks.length === 0 ? 1 : 0
  })
}

/**
 * A merchant begins to leave (O9): its shops stop selling at once, no lease is renewed from its balance meanwhile, and
 * what is open goes on to its end.
 * @returns the merchant's id. @throws merchant_not_found, wrong_state
 */
export const startLeavingWorkflow = createWorkflow("pasaj-start-leaving-of-merchant", (input: LeaveInput) => new WorkflowResponse(startLeavingStep(input)))

/** A leaving merchant stays after all; its shops sell and its leases are renewed as before (O9). @returns the merchant's id. @throws merchant_not_found, wrong_state */
export const stayWorkflow = createWorkflow("pasaj-stay-of-merchant", (input: LeaveInput) => new WorkflowResponse(stayStep(input)))

/**
 * A leaving merchant is gone, only when nothing is held, owed or in a case (O9): looked at in the transaction that closes
 * it, with its accounts locked. Its identity is kept for the time that the rules say, then the duty `erase-merchants` erases it.
 * @returns the merchant's id. @throws merchant_not_found, wrong_state, leaving_blocked, leaving_too_soon
 */
export const finishLeavingWorkflow = createWorkflow("pasaj-finish-leaving-of-merchant", (input: LeaveInput) => new WorkflowResponse(finishLeavingStep(input)))
