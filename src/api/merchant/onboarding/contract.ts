import { z } from "@medusajs/framework/zod"

import { statesOf } from "../../../domain/machine"
import { merchantMachine } from "../../../domain/merchant"
import { onboardingStepNames } from "../../../domain/onboarding"
import { instantAnswer, nextActionAnswer, type Endpoint } from "../../endpoint"

const step = z.enum(onboardingStepNames)

export const GuideAnswer = z.strictObject({ id: z.string(), name: z.string(), contact: z.string().describe("how to reach the guide"), since: instantAnswer })

export const TrainingAnswer = z.strictObject({
  id: z.string(), by: z.string().describe("who gave it"), text: z.string(), minutes: z.int().nullable(), held_at: instantAnswer,
})

export const OnboardingAnswer = z.strictObject({
  merchant_id: z.string().nullable().describe("null before the application"),
  name: z.string().nullable(),
  state: z.enum(statesOf(merchantMachine)).nullable(),
  status: z.enum(["under_way", "finished", "over"]).describe("finished by the first sale; over when the merchant was rejected or closed before it"),
  finished_at: instantAnswer.nullable(),
  done: z.int(),
  of: z.int(),
  steps: z.array(z.strictObject({ step, says: z.string(), done_at: instantAnswer.nullable() })),
  next: z.strictObject({ step, says: z.string(), next_actions: z.array(nextActionAnswer) }).nullable().describe("the first step that is not done"),
  guide: GuideAnswer.nullable(),
})

export const merchantOnboarding = z.strictObject({ onboarding: OnboardingAnswer, trainings: z.array(TrainingAnswer) })

export const onboardingEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/onboarding",
    caller: "member",
    summary: "How far I have come to my first sale, what to do next, and who helps me (K13)",
    description: "Read from what is really there, never ticked off. The guide and the trainings, the newest fifty, are free of charge on every plan.",
    status: 200,
    answer: merchantOnboarding,
    errors: ["merchant_choice_needed"],
  },
]
