import type { z } from "@medusajs/framework/zod"

import { display, money } from "../domain/money"
import type { moneyAnswer } from "./endpoint"

/** An amount as every answer shows it. */
export function moneyOf(minor: number, currency: string): z.infer<typeof moneyAnswer> {
  const amount = money(minor, currency)
  return { ...amount, display: display(amount) }
}
