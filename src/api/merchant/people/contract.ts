import { z } from "@medusajs/framework/zod"

import { statesOf } from "../../../domain/machine"
import { merchantMachine, roles } from "../../../domain/merchant"
import { nextActionAnswer, type Endpoint } from "../../endpoint"

export const RegisterPersonBody = z.strictObject({
  name: z.string().trim().min(2).max(120),
  phone: z.string().regex(/^\+?[0-9]{8,15}$/).nullable().default(null),
})

export const PersonAnswer = z.strictObject({
  person: z.strictObject({ id: z.string(), name: z.string(), email: z.string(), phone: z.string().nullable() }),
  memberships: z.array(z.strictObject({
    id: z.string(),
    merchant_id: z.string().describe("choose it in the header x-pasaj-merchant"),
    merchant_name: z.string(),
    merchant_state: z.enum(statesOf(merchantMachine)),
    role: z.enum(roles),
    next_actions: z.array(nextActionAnswer),
  })),
})

export const personEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/people",
    caller: "login",
    summary: "Register the signed-in login as a person",
    description: "After POST /auth/merchant/emailpass/register; refresh the token afterwards, it then names the person.",
    body: RegisterPersonBody,
    status: 201,
    answer: PersonAnswer,
    errors: ["person_already_registered"],
  },
  {
    method: "GET",
    path: "/merchant/me",
    caller: "person",
    summary: "The signed-in person and its memberships",
    status: 200,
    answer: PersonAnswer,
    errors: [],
  },
]
