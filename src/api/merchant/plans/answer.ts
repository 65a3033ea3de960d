import type { z } from "@medusajs/framework/zod"

import { rentQuote } from "../../../domain/rental"
import type { PlanEdition } from "../../../modules/rental/plans"
import { moneyOf } from "../../money-answer"
import type { PlanAnswer } from "./contract"

/** An edition of a plan with what each of its terms costs: the quote that a lease is invoiced by. */
export function planAnswer(edition: PlanEdition): z.infer<typeof PlanAnswer> {
  const { id, code, name, tier, number, currency, tax_basis_points, trial_days, features, limits, prices, published_at, available_from, available_until, retired_at } = edition
  return {
    id, code, name, tier, version: number, currency, tax_basis_points, trial_days, features, limits, published_at, available_from, available_until, retired_at,
    prices: prices.map(({ term_months }) => {
      const { net, tax, total, saving } = rentQuote(edition, term_months)
      return { term_months, net: moneyOf(net.minor, currency), tax: moneyOf(tax.minor, currency), total: moneyOf(total.minor, currency), saving: moneyOf(saving.minor, currency) }
    }),
  }
}
