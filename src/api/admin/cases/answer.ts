import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { instantOf } from "../../../adapters/columns"
import { refuse } from "../../../domain/errors"
import { PASAJ_DISPUTE } from "../../../modules/dispute"
import type DisputeModuleService from "../../../modules/dispute/service"
import { moneyOf } from "../../money-answer"
import type { CaseAnswer } from "./contract"

type CaseRow = Awaited<ReturnType<DisputeModuleService["listDisputeCases"]>>[number]

export function caseAnswer(row: CaseRow): z.infer<typeof CaseAnswer> {
  const { id, parcel_id, order_id, state, kind, reason, text, verdict, note, currency } = row
  return {
    id, parcel_id, order_id, state, kind, reason, text, verdict, note,
    amount: moneyOf(row.amount_minor, currency),
    refund: row.refund_minor === null ? null : moneyOf(row.refund_minor, currency),
    opened_at: instantOf(row.opened_at),
    closed_at: row.closed_at === null ? null : instantOf(row.closed_at),
  }
}

/** @throws case_not_found */
export async function findCase(container: MedusaContainer, id: string): Promise<CaseRow> {
  const [row] = await container.resolve<DisputeModuleService>(PASAJ_DISPUTE).listDisputeCases({ id })
  return row ?? refuse("case_not_found", { id })
}

/** One case, answered. @throws case_not_found */
export const oneCase = async (container: MedusaContainer, id: string): Promise<{ case: z.infer<typeof CaseAnswer> }> => ({
  case: caseAnswer(await findCase(container, id)),
})
