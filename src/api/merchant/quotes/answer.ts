import type { z } from "@medusajs/framework/zod"

import type { Quote } from "../../../modules/rental/quotes"
import { moneyOf } from "../../money-answer"
import type { QuoteAnswer } from "./contract"

/** A quote as its merchant sees it. */
export function quoteAnswer({ figures, merchant_id: _, ...row }: Quote): z.infer<typeof QuoteAnswer> {
  const of = (minor: number) => moneyOf(minor, figures.currency)
  return {
    ...row,
    price: of(figures.price_minor), discount: of(figures.discount_minor), credit: of(figures.credit_minor), net: of(figures.net_minor),
    tax: of(figures.tax_minor), total: of(figures.total_minor), saving: of(figures.saving_minor), credit_left: of(figures.excess_minor),
    starts_on: figures.starts_on, ends_on: figures.ends_on,
    next_actions: row.invoice_id === null ? [{ action: "take", method: "POST", path: `/merchant/quotes/${row.id}/acceptance` }] : [],
  }
}
