import { z } from "@medusajs/framework/zod"

import { onboardingStepNames } from "../../../domain/onboarding"
import { instantAnswer, instantInput, pageQuery, type Endpoint } from "../../endpoint"
import { OnboardingAnswer } from "../../merchant/onboarding/contract"

export const GuideBody = z.strictObject({
  operator_id: z.string().min(1).optional().describe("a user of the dashboard; whoever asks, where absent"),
  contact: z.string().trim().min(3).max(200).optional().describe("how the merchant reaches the guide, such as a telephone number; the e-mail address, where absent"),
})

export const NoteBody = z.strictObject({
  kind: z.enum(["training", "note"]).describe("a training is shown to the merchant, a note to operators only"),
  text: z.string().trim().min(3).max(4000),
  minutes: z.int().min(1).max(1440).nullable().default(null),
  held_at: instantInput.optional().describe("now, where absent"),
})

export const NoteAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  kind: z.enum(["note", "training", "guide"]),
  author_id: z.string(),
  author_name: z.string(),
  text: z.string(),
  minutes: z.int().nullable(),
  held_at: instantAnswer,
  at: instantAnswer,
})

export const OnboardingsQuery = pageQuery.extend({
  guide: z.string().min(1).optional().describe("an operator's id, or 'none' for merchants without a guide"),
  step: z.enum(onboardingStepNames).optional().describe("at which the merchant is stuck"),
})
export const NotesQuery = pageQuery.extend({ after: z.string().regex(/^\d{1,18}$/, "the id of a note").optional() })

const one = z.strictObject({ onboarding: OnboardingAnswer })

export const guideEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/onboardings",
    caller: "operator",
    summary: "Merchants on their way to the first sale, by guide and by the step they are stuck at (K13)",
    description: "A request looks at no more than 2,000 merchants: go on with `next_after` until it is null, also when a page is short.",
    query: OnboardingsQuery,
    status: 200,
    answer: z.strictObject({ onboardings: z.array(OnboardingAnswer), next_after: z.string().nullable() }),
    errors: [],
  },
  { method: "GET", path: "/admin/merchants/:id/onboarding", caller: "operator", summary: "How far a merchant has come (K13)", status: 200, answer: one, errors: ["merchant_not_found"] },
  {
    method: "POST",
    path: "/admin/merchants/:id/guide",
    caller: "operator",
    summary: "Give a merchant its guide, or another one, free of charge (K13)",
    body: GuideBody,
    status: 200,
    answer: one,
    errors: ["merchant_not_found", "operator_not_found"],
  },
  {
    method: "POST",
    path: "/admin/merchants/:id/onboarding-notes",
    caller: "operator",
    summary: "Write down a training or a note; there may be any number, free of charge (K13)",
    body: NoteBody,
    status: 201,
    answer: z.strictObject({ note: NoteAnswer }),
    errors: ["merchant_not_found", "operator_not_found"],
  },
  {
    method: "GET",
    path: "/admin/merchants/:id/onboarding-notes",
    caller: "operator",
    summary: "Trainings, notes and changes of guide, the newest first (K13)",
    query: NotesQuery,
    status: 200,
    answer: z.strictObject({ notes: z.array(NoteAnswer) }),
    errors: ["merchant_not_found"],
  },
]
