import { z } from "@medusajs/framework/zod"

import { moneyAnswer, nextActionAnswer, type Endpoint } from "../../endpoint"

export const BalanceAnswer = z.strictObject({
  merchant_id: z.string(),
  currency: z.string().length(3),
  held: moneyAnswer.describe("waits in holds for the buyers' word (K2)"),
  payable: moneyAnswer.describe("released, and free to be asked for; below zero it is a debt"),
  in_settlement: moneyAnswer.describe("asked for, on its way to the bank"),
  next_actions: z.array(nextActionAnswer),
})

export const balanceEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/merchant/balance",
    caller: "member",
    summary: "What waits for my merchants, what they may ask for, and what is on its way, by currency",
    description: "Read from the ledger, the only place where a balance exists. Where no money ever was, there is no line.",
    status: 200,
    answer: z.strictObject({ balances: z.array(BalanceAnswer) }),
    errors: [],
  },
]
