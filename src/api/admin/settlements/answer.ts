import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { refuse } from "../../../domain/errors"
import type SettlementModuleService from "../../../modules/settlement/service"
import { findSettlement, settlementAnswers } from "../../merchant/settlements/answer"
import type { ReviewedSettlementAnswer } from "./contract"

type Row = Awaited<ReturnType<SettlementModuleService["retrieveMerchantSettlement"]>>
type Answer = z.infer<typeof ReviewedSettlementAnswer>

/** Settlements as operators see them: with who approved them, and what an operator may do next. */
export async function reviewedSettlements(container: MedusaContainer, rows: Row[]): Promise<Answer[]> {
  const approvers = new Map(rows.map((row) => [row.id, row.approved_by]))
  const answers = await settlementAnswers(container, rows, "operator")
  return answers.map((answer) => ({ ...answer, approved_by: approvers.get(answer.id) ?? null }))
}

/** @throws settlement_not_found */
export async function reviewedSettlement(container: MedusaContainer, id: string): Promise<{ settlement: Answer }> {
  const [settlement] = await reviewedSettlements(container, [await findSettlement(container, id)])
  return { settlement: settlement ?? refuse("settlement_not_found", { id }) }
}
