import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"
import { purposes } from "../../../domain/statement"

/** One movement that a bank or a gateway told of, and what it was once somebody knows. */
export const StatementLine = model.define("treasury_statement_line", {
  id: model.id({ prefix: "stln" }).primaryKey(),
  account: model.text(),
  currency: model.text(),
  booked_on: model.text(),
  amount_minor: minorColumn(),
  reference: model.text(),
  balance_minor: minorColumn(),
  purpose: model.enum([...purposes]).nullable(),
  gateway: model.text().nullable(),
  explained_by: model.text().nullable(),
})
