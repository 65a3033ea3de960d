import { z } from "@medusajs/framework/zod"

import { instantAnswer, type Endpoint } from "../../endpoint"

export const invariantEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/admin/invariants",
    caller: "operator",
    summary: "What must always be true of money and states, checked now",
    status: 200,
    answer: z.strictObject({
      at: instantAnswer,
      green: z.boolean(),
      invariants: z.array(z.strictObject({ id: z.string(), says: z.string(), holds: z.boolean(), broken: z.array(z.string()) })),
    }),
    errors: [],
  },
]
