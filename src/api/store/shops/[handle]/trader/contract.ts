import { z } from "@medusajs/framework/zod"

import { instantAnswer, type Endpoint } from "../../../../endpoint"

export const TraderAnswer = z.strictObject({
  name: z.string(),
  kind: z.enum(["natural", "legal"]),
  licensed: z.boolean(),
  licence_number: z.string().nullable(),
  company_id: z.string().nullable(),
  city: z.string().nullable(),
  address: z.string().nullable(),
  postal_code: z.string().nullable(),
  verified_since: instantAnswer.nullable(),
})

export const traderEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/store/shops/:handle/trader",
    caller: "anyone",
    summary: "Who buyers trade with in a shop (K10)",
    description: "Verified, and no more than the verification rules make public: what is null is not told.",
    status: 200,
    answer: z.strictObject({ trader: TraderAnswer }),
    errors: ["shop_not_found"],
  },
]
