import type { z } from "@medusajs/framework/zod"

import { instantOrNull } from "../../../adapters/columns"
import type { LineRow } from "../../../modules/treasury/statements"
import { moneyOf } from "../../money-answer"
import type { StatementLineAnswer } from "./contract"

export const statementLineAnswer = ({ id, account, currency, booked_on, amount_minor, balance_minor, reference, purpose, gateway, explained_at }: LineRow): z.infer<typeof StatementLineAnswer> => ({
  id, account, booked_on, reference, purpose, gateway,
  amount: moneyOf(amount_minor, currency), balance: moneyOf(balance_minor, currency), explained_at: instantOrNull(explained_at),
})
