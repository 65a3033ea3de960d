import { model } from "@medusajs/framework/utils"

import { minorColumn } from "../../../adapters/columns"

/** One row for each account name and currency; `balance` is kept for guarded and payable accounts and null for open ones. */
export const LedgerAccount = model.define("ledger_account", {
  id: model.text().primaryKey(),
  name: model.text(),
  currency: model.text(),
  protection: model.enum(["guarded", "payable", "open"]),
  balance: minorColumn().nullable(),
})
