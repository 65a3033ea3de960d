import type { MerchantState } from "./merchant"
import { nothingDone, onboardingStepNames, progressOf, type OnboardingFacts, type OnboardingProgress, type OnboardingStep } from "./onboarding"

const AT = "2026-11-25T10:00:00.000Z"
const after = (...done: OnboardingStep[]): OnboardingFacts => ({ ...nothingDone, ...Object.fromEntries(done.map((step) => [step, AT])) })

test.each<[OnboardingStep[], MerchantState | null, OnboardingProgress["status"], OnboardingStep | null, string]>([
  //  done                                             state        status        stuck at   why
  [["register"],                                       null,        "under_way",  "apply",   "a person, no merchant yet"],
  [["register", "apply", "payout_account"],            "in_review", "under_way",  "verify",  "staff are at it"],
  [["register", "apply", "payout_account", "verify"],  "verified",  "under_way",  "shop",    "now the merchant is"],
  [["register", "apply", "verify", "shop"],            "verified",  "under_way",  "payout_account", "verified by rules that ask for no account: it is asked for now"],
  [["register", "apply"],                              "rejected",  "over",       null,      "nobody to accompany"],
  [["register", "apply", "verify", "shop"],            "closed",    "over",       null,      "left before the first sale"],
  [onboardingStepNames,                                "verified",  "finished",   null,      "the first sale"],
  [["register", "apply", "verify", "shop", "order", "sale"], "verified", "finished", null,   "sold, then the catalogue was emptied: it stays finished"],
])("K13 with %j done, %s: %s, stuck at %s (%s)", (done, state, status, stuck_at) => {
  expect(progressOf(after(...done), state)).toMatchObject({ status, stuck_at, done: done.length, finished_at: status === "finished" ? AT : null })
})

test("K13 each step that is done brings the first one that is not further on", () => {
  const order = onboardingStepNames.map((_, i) => progressOf(after(...onboardingStepNames.slice(0, i)), "verified").stuck_at)
  expect(order).toEqual(onboardingStepNames)
})
