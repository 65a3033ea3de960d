import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import type { ObjectionReason, Verdict } from "../../domain/dispute"
import { refuse } from "../../domain/errors"
import { PASAJ_DISPUTE } from "../../modules/dispute"
import { decideCase, openCase, openCaseOf, withdrawCase } from "../../modules/dispute/cases"
import type DisputeModuleService from "../../modules/dispute/service"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { decideParcel, loseParcel, pauseWindow, resumeWindow } from "../../modules/escrow/objections"
import type EscrowModuleService from "../../modules/escrow/service"
import { extendWindow, type Extension } from "../../modules/escrow/windows"

type By = { at: Instant; actor: Actor }
export type ObjectInput = By & { parcel_id: string; reason: ObjectionReason; text: string }
export type WithdrawObjectionInput = By & { case_id: string; parcel_id: string }
export type VerdictInput = By & { case_id: string; verdict: Verdict; note: string }
export type LoseInput = By & { parcel_id: string; note: string }
export type ExtendInput = By & { extension: Extension }

export const objectStep = createStep("pasaj-object-to-parcel", async (input: ObjectInput, { container }) => {
  const { parcel_id, reason, text, at, actor } = input
  const id = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) =>
    openCase(manager, await pauseWindow(manager, parcel_id, reason, at, actor), { kind: "objection", reason, text }, at),
  )
  return new StepResponse(id)
})

export const withdrawObjectionStep = createStep("pasaj-withdraw-objection", async (input: WithdrawObjectionInput, { container }) => {
  const { case_id, parcel_id, at, actor } = input
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) => {
    const parcel = await resumeWindow(manager, parcel_id, at, actor)
    await withdrawCase(manager, case_id, "the buyer withdrew the objection", at, actor)
    // The carrier's loss does not go away with the objection: its money waits for a verdict still.
    if (parcel.state === "lost") await openCase(manager, parcel, { kind: "loss", reason: "lost", text: "the buyer's objection was withdrawn, and the parcel is lost still" }, at)
  })
  return new StepResponse(case_id)
})

export const decideCaseStep = createStep("pasaj-decide-case", async ({ case_id, verdict, note, at, actor }: VerdictInput, { container }) => {
  const [found] = await container.resolve<DisputeModuleService>(PASAJ_DISPUTE).listDisputeCases({ id: case_id })
  if (!found) refuse("case_not_found", { id: case_id })
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) => {
    const refund_minor = await decideParcel(manager, case_id, found.parcel_id, verdict, at, actor)
    await decideCase(manager, { case_id, verdict, refund_minor, note }, at, actor)
  })
  return new StepResponse(case_id)
})

export const loseParcelStep = createStep("pasaj-lose-parcel", async ({ parcel_id, note, at, actor }: LoseInput, { container }) => {
  const id = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) => {
    const parcel = await loseParcel(manager, parcel_id, note, at, actor)
    const objection = await openCaseOf(manager, parcel_id) // one verdict is enough for both
    return objection?.id ?? openCase(manager, parcel, { kind: "loss", reason: "lost", text: note }, at)
  })
  return new StepResponse(id)
})

export const extendWindowStep = createStep("pasaj-extend-window", async ({ extension, at, actor }: ExtendInput, { container }) => {
  await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => extendWindow(manager, extension, at, actor))
  return new StepResponse(extension.parcel_id)
})
