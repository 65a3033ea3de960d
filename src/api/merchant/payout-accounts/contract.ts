import { z } from "@medusajs/framework/zod"

import { instantAnswer, pageQuery, type Endpoint } from "../../endpoint"

export const PayoutAccountBody = z.strictObject({
  sheba: z.string().min(1).max(60).describe("IR and 24 digits; spaces, small letters and Persian digits are read too"),
  holder: z.string().trim().min(2).max(160).describe("the account's holder, as the bank knows it"),
})

export const PayoutAccountAnswer = z.strictObject({
  id: z.string(),
  merchant_id: z.string(),
  sheba: z.string(),
  holder: z.string(),
  verified_at: instantAnswer.describe("when its checksum was checked"),
  usable_from: instantAnswer.describe("a changed Sheba cools down first"),
  returned_at: instantAnswer.nullable().describe("when money came back from it; register it anew before it is paid to again"),
  replaced_at: instantAnswer.nullable(),
  usable: z.boolean().describe("whether a settlement asked for now would be paid to it"),
})

export const payoutAccountEndpoints: Endpoint[] = [
  {
    method: "POST",
    path: "/merchant/payout-accounts",
    caller: "member",
    permission: "settlement.request",
    summary: "Say where the merchant is to be paid",
    description: "The first Sheba is usable at once; a changed one cools down, and until then nothing can be settled. The same again changes nothing.",
    body: PayoutAccountBody,
    status: 201,
    answer: z.strictObject({ payout_account: PayoutAccountAnswer }),
    errors: ["merchant_choice_needed", "sheba_invalid"],
  },
  {
    method: "GET",
    path: "/merchant/payout-accounts",
    caller: "member",
    summary: "Where my merchants are paid, the newest first",
    query: pageQuery,
    status: 200,
    answer: z.strictObject({ payout_accounts: z.array(PayoutAccountAnswer) }),
    errors: [],
  },
]
