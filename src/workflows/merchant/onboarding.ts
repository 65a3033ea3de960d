import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk"

import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { nothingDone, progressOf, type OnboardingFacts, type OnboardingProgress, type OnboardingStep } from "../../domain/onboarding"
import { firstOrders, firstSales, type FirstTime } from "../../modules/escrow/first-sales"
import { PASAJ_MERCHANT } from "../../modules/merchant"
import { accompanied, addNote, archiveOnboardings, ownFactsOf, setGuide, takeOnboardings, type Guide, type Note, type OwnFacts } from "../../modules/merchant/onboarding"
import type MerchantModuleService from "../../modules/merchant/service"
import { firstRents } from "../../modules/rental/first-rents"
import { firstAccounts } from "../../modules/settlement/first-accounts"
import type { Duty } from "../duty"
import { tell } from "../escrow/hand-over"
import { operatorNamed } from "./operators"

export type Onboarding = Pick<OwnFacts, "merchant_id" | "name" | "state" | "guide" | "first_shop"> & { facts: OnboardingFacts; progress: OnboardingProgress }

const merchantsOf = (container: MedusaContainer) => container.resolve<MerchantModuleService>(PASAJ_MERCHANT)

/** How far each of the merchants has come, read from the rows of every module: one query each, whatever their number (K13). */
export async function onboardingsOf(manager: SqlManager, merchantIds: string[]): Promise<Onboarding[]> {
  if (merchantIds.length === 0) return []
  const own = await ownFactsOf(manager, merchantIds)
  const times = async (read: (manager: SqlManager, ids: string[]) => Promise<FirstTime[]>) =>
    new Map((await read(manager, merchantIds)).map(({ merchant_id, at }) => [merchant_id, at]))
  const [rents, accounts, orders, sales] = [await times(firstRents), await times(firstAccounts), await times(firstOrders), await times(firstSales)]
  return own.map(({ merchant_id, name, state, guide, first_shop, register, apply, verify, shop, product }) => {
    const at = (found: Map<string, Instant>) => found.get(merchant_id) ?? null
    const facts = { ...nothingDone, register, apply, verify, shop, product, rent: at(rents), payout_account: at(accounts), order: at(orders), sale: at(sales) }
    return { merchant_id, name, state, guide, first_shop, facts, progress: progressOf(facts, state) }
  })
}

export type StuckQuery = { guide?: string | null; step?: OnboardingStep; limit: number; after?: string }
const CHUNK = 200
/** The most merchants that one request looks at: its cost has an end, however rare what it looks for is. */
const MOST_SEEN = 2_000

/**
 * Merchants still accompanied, by guide (null: those without) and by the step they are stuck at.
 * @returns those found, and where to go on; null at the end
 */
export async function stuckMerchants(container: MedusaContainer, { guide, step, limit, after }: StuckQuery): Promise<{ found: Onboarding[]; next_after: string | null }> {
  return merchantsOf(container).reading(async (manager) => {
    const found: Onboarding[] = []
    let cursor = after ?? ""
    for (let seen = 0; seen < MOST_SEEN; seen += CHUNK) {
      const ids = await accompanied(manager, guide, cursor, CHUNK)
      for (const each of await onboardingsOf(manager, ids)) {
        if (found.length === limit) return { found, next_after: cursor }
        cursor = each.merchant_id
        if (each.progress.stuck_at !== null && (step === undefined || each.progress.stuck_at === step)) found.push(each)
      }
      if (ids.length < CHUNK) return { found, next_after: null }
    }
    return { found, next_after: cursor }
  })
}

export type SetGuideInput = { merchant_id: string; operator_id: string; contact: string | null; author_id: string; at: Instant }

const setGuideStep = createStep("pasaj-set-guide", async ({ merchant_id, operator_id, contact, author_id, at }: SetGuideInput, { container }) => {
  const [{ name, email }, author] = await Promise.all([operatorNamed(container, operator_id), operatorNamed(container, author_id)])
  const guide: Omit<Guide, "since"> = { id: operator_id, name, contact: contact ?? email }
  await merchantsOf(container).within(async (manager) => {
    await setGuide(manager, merchant_id, guide, at)
    await addNote(manager, { merchant_id, kind: "guide", author_id, author_name: author.name, text: `${name} guides from now on`, minutes: null, held_at: at, at })
  })
  await tell(container, "pasaj.guide_assigned", { id: merchant_id, guide })
  return new StepResponse(merchant_id)
})

/** A merchant gets a named guide, free of charge, or another one (K13). @throws operator_not_found, merchant_not_found */
export const setGuideWorkflow = createWorkflow("pasaj-guide", (input: SetGuideInput) => new WorkflowResponse(setGuideStep(input)))

export type AddNoteInput = Pick<Note, "merchant_id" | "text" | "minutes" | "held_at" | "at" | "author_id"> & { kind: "note" | "training" }

const addNoteStep = createStep("pasaj-add-onboarding-note", async (note: AddNoteInput, { container }) => {
  const { name: author_name } = await operatorNamed(container, note.author_id)
  return new StepResponse(await merchantsOf(container).within((manager) => addNote(manager, { ...note, author_name })))
})

/** A guide writes down a training or a note; there may be any number (K13). @returns the note. @throws operator_not_found, merchant_not_found */
export const addOnboardingNoteWorkflow = createWorkflow("pasaj-onboarding-note", (note: AddNoteInput) => new WorkflowResponse(addNoteStep(note)))

/**
 * Merchants that have made their first sale, or never will, leave the guides' lists (K13). Each is looked at once a day;
 * no instant brings one by itself, so that the test clock does not stop for it.
 */
export const archiveFinished: Duty = {
  name: "archive-onboardings",
  nextDue: () => Promise.resolve(null),
  run: async (container, at) => {
    for (let archived = 0; ; ) {
      const { taken, through } = await merchantsOf(container).within(async (manager) => {
        const ids = await takeOnboardings(manager, at, CHUNK)
        const ended = (await onboardingsOf(manager, ids)).filter(({ progress }) => progress.status !== "under_way").map(({ merchant_id }) => merchant_id)
        await archiveOnboardings(manager, ended, at)
        return { taken: ids.length, through: ended.length }
      })
      archived += through
      if (taken < CHUNK) return archived
    }
  },
}
