import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { refuse } from "../../../domain/errors"
import { onboardingStepNames, onboardingSteps, type OnboardingFacts, type OnboardingProgress, type OnboardingStep } from "../../../domain/onboarding"
import { PASAJ_MERCHANT } from "../../../modules/merchant"
import { notesOf, type Note } from "../../../modules/merchant/onboarding"
import type MerchantModuleService from "../../../modules/merchant/service"
import { onboardingsOf, type Onboarding } from "../../../workflows/merchant/onboarding"
import type { nextActionAnswer } from "../../endpoint"
import type { OnboardingAnswer, TrainingAnswer } from "./contract"

type NextAction = z.infer<typeof nextActionAnswer>
type Where = Pick<Onboarding, "merchant_id" | "state" | "first_shop">

/** Where a merchant does what comes next; nothing where it waits for somebody else. */
function actionsFor(step: OnboardingStep, where: Where | null): NextAction[] {
  const post = (action: string, path: string): NextAction[] => [{ action, method: "POST", path }]
  switch (step) {
    case "apply": return post("apply", "/merchant/merchants")
    case "verify": return [
      { action: "see_what_is_missing", method: "GET", path: `/merchant/merchants/${where?.merchant_id}/verification` },
      ...(where?.state === "needs_changes" ? post("resubmit", `/merchant/merchants/${where.merchant_id}/resubmission`) : []),
    ]
    case "shop": return post("open_shop", "/merchant/shops")
    case "rent": return post("rent", `/merchant/shops/${where?.first_shop}/leases`)
    case "payout_account": return post("register_account", "/merchant/payout-accounts")
    case "product": return post("import_products", `/merchant/shops/${where?.first_shop}/imports`)
    case "sale": return [{ action: "look_at_orders", method: "GET", path: "/merchant/shop-orders" }]
    default: return []
  }
}

function shown(facts: OnboardingFacts, { status, finished_at, done, stuck_at }: OnboardingProgress, where: Where | null) {
  return {
    status, finished_at, done, of: onboardingStepNames.length,
    steps: onboardingStepNames.map((step) => ({ step, says: onboardingSteps[step], done_at: facts[step] })),
    next: stuck_at === null ? null : { step: stuck_at, says: onboardingSteps[stuck_at], next_actions: actionsFor(stuck_at, where) },
  }
}

/** A merchant's way as both sides see it. */
export function onboardingAnswer(row: Onboarding): z.infer<typeof OnboardingAnswer> {
  const { merchant_id, name, state, guide, facts, progress } = row
  return { merchant_id, name, state, guide, ...shown(facts, progress, row) }
}

/** The way of somebody who has not applied yet. */
export const personOnly = (facts: OnboardingFacts, progress: OnboardingProgress): z.infer<typeof OnboardingAnswer> => ({
  merchant_id: null, name: null, state: null, guide: null, ...shown(facts, progress, null),
})

export const trainingAnswer = ({ id, author_name, text, minutes, held_at }: Note): z.infer<typeof TrainingAnswer> => ({ id, by: author_name, text, minutes, held_at })

/** One merchant's way. @throws merchant_not_found */
export async function oneOnboarding(container: MedusaContainer, merchantId: string): Promise<z.infer<typeof OnboardingAnswer>> {
  const [row] = await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => onboardingsOf(manager, [merchantId]))
  return row ? onboardingAnswer(row) : refuse("merchant_not_found", { id: merchantId })
}

/** The trainings that a merchant was given, the newest fifty. */
export const trainingsOf = async (container: MedusaContainer, merchantId: string): Promise<z.infer<typeof TrainingAnswer>[]> =>
  (await container.resolve<MerchantModuleService>(PASAJ_MERCHANT).reading((manager) => notesOf(manager, merchantId, ["training"], 50))).map(trainingAnswer)
