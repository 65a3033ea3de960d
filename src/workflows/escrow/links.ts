import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import { hashOf, signToken, verifiedHash } from "../../adapters/link-token"
import type { Actor } from "../../domain/actor"
import type { Instant } from "../../domain/calendar"
import type { ObjectionReason } from "../../domain/dispute"
import { PASAJ_CALENDAR } from "../../modules/calendar"
import type CalendarModuleService from "../../modules/calendar/service"
import { openCase } from "../../modules/dispute/cases"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { consent } from "../../modules/escrow/consent"
import { keepLink, useLink } from "../../modules/escrow/links"
import { pauseWindow } from "../../modules/escrow/objections"
import type EscrowModuleService from "../../modules/escrow/service"
import { tell } from "./hand-over"

export type MakeLinkInput = { parcel_id: string; at: Instant }
export type LinkAnswer = { answer: "consent" } | { answer: "objection"; reason: ObjectionReason; text: string }
export type AnswerLinkInput = { token: string; said: LinkAnswer; at: Instant }

const makeLinkStep = createStep("pasaj-make-consent-link", async ({ parcel_id, at }: MakeLinkInput, { container }) => {
  const token = signToken(container, parcel_id)
  const expires_at = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within((manager) => keepLink(manager, parcel_id, hashOf(token), at))
  await tell(container, "pasaj.consent_link", { id: parcel_id, token, expires_at })
  return new StepResponse({ token, expires_at })
})

/** The link is used up in the transaction of the answer: what is refused leaves it usable. */
const answerLinkStep = createStep("pasaj-answer-by-link", async ({ token, said, at }: AnswerLinkInput, { container }) => {
  const hash = verifiedHash(container, token)
  const calendar = await container.resolve<CalendarModuleService>(PASAJ_CALENDAR).calendar()
  const parcelId = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).within(async (manager) => {
    const { link_id, parcel_id } = await useLink(manager, hash, at)
    const actor: Actor = { type: "customer", id: link_id }
    if (said.answer === "consent") await consent(manager, parcel_id, calendar, at, actor)
    else await openCase(manager, await pauseWindow(manager, parcel_id, said.reason, at, actor), { kind: "objection", reason: said.reason, text: said.text }, at)
    return parcel_id
  })
  return new StepResponse(parcelId)
})

/** A fresh link to answer for a parcel without a sign-in; older ones count no more. @throws row_not_found */
export const makeConsentLinkWorkflow = createWorkflow("pasaj-link-to-parcel", (input: MakeLinkInput) => new WorkflowResponse(makeLinkStep(input)))

/**
 * A buyer without a sign-in answers for one parcel, once (K4).
 * @returns the parcel's id. @throws consent_link_invalid, consent_link_used, consent_link_expired, wrong_state,
 * consent_already_given, consent_window_closed, objection_open, withdrawal_exempt
 */
export const answerByLinkWorkflow = createWorkflow("pasaj-answer-link", (input: AnswerLinkInput) => new WorkflowResponse(answerLinkStep(input)))
