import type { Instant } from "./calendar"
import { isFinal } from "./machine"
import { merchantMachine, type MerchantState } from "./merchant"

/** The way from registration to the first sale, in its order, with what is to be done at each step (K13). */
export const onboardingSteps = {
  register: "Register your sign-in as a person.",
  apply: "Apply as a merchant.",
  payout_account: "Say where your money goes: register a Sheba.",
  verify: "Hand in the papers that are asked for; staff look at them.",
  shop: "Take a shop.",
  rent: "Take a plan for it, and pay its rent.",
  product: "Put your first product on sale.",
  order: "Your shop is open: wait for the first order.",
  sale: "Send it, and wait for the buyer's word: then it is your first sale.",
} as const satisfies Record<string, string>

export type OnboardingStep = keyof typeof onboardingSteps
export const onboardingStepNames = Object.keys(onboardingSteps) as OnboardingStep[]

/** When each step was done, read from the rows that it left; null while it is not. Nothing of it is kept anywhere else. */
export type OnboardingFacts = Record<OnboardingStep, Instant | null>

export const nothingDone: OnboardingFacts = {
  register: null, apply: null, payout_account: null, verify: null, shop: null, rent: null, product: null, order: null, sale: null,
}

export type OnboardingProgress = {
  status: "under_way" | "finished" | "over"
  done: number
  /** The first step that is not done; null once there is nothing left to accompany. */
  stuck_at: OnboardingStep | null
  finished_at: Instant | null
}

/**
 * How far a merchant has come. The first sale ends the onboarding, whatever was skipped on the way; a merchant that was
 * rejected or closed before it has none any more (K13).
 */
export function progressOf(facts: OnboardingFacts, state: MerchantState | null): OnboardingProgress {
  const done = onboardingStepNames.filter((step) => facts[step] !== null).length
  if (facts.sale !== null) return { status: "finished", done, stuck_at: null, finished_at: facts.sale }
  if (state !== null && isFinal(merchantMachine, state)) return { status: "over", done, stuck_at: null, finished_at: null }
  return { status: "under_way", done, stuck_at: onboardingStepNames.find((step) => facts[step] === null) ?? null, finished_at: null }
}
