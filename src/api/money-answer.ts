import type { z } from "@medusajs/framework/zod"

import { minorOf } from "../adapters/columns"
import { display, money } from "../domain/money"
import type { moneyAnswer } from "./endpoint"

/** An amount as every answer shows it. A `bigint` column may be handed over as it was read, which is text. */
export function moneyOf(minor: number | string, currency: string): z.infer<typeof moneyAnswer> {
  const amount = money(minorOf(minor), currency)
  return { ...amount, display: display(amount) }
}
