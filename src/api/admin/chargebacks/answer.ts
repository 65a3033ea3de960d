import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { instantOf } from "../../../adapters/columns"
import { refuse } from "../../../domain/errors"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import { listChargebacks, type ChargebackRow } from "../../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../../modules/escrow/service"
import { moneyOf } from "../../money-answer"
import type { ChargebackAnswer } from "./contract"

export const chargebackAnswer = ({ currency, amount_minor, fee_minor, at, end_reference, end_note, ended_at, ...row }: ChargebackRow): z.infer<typeof ChargebackAnswer> => ({
  ...row, amount: moneyOf(amount_minor, currency), fee: moneyOf(fee_minor, currency), at: instantOf(at),
  end: ended_at === null ? null : { reference: end_reference ?? "", note: end_note ?? "", at: instantOf(ended_at) },
})

/** One chargeback, answered. @throws chargeback_not_found */
export async function oneChargeback(container: MedusaContainer, id: string): Promise<{ chargeback: z.infer<typeof ChargebackAnswer> }> {
  const [row] = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => listChargebacks(manager, { id, limit: 1 }))
  return { chargeback: chargebackAnswer(row ?? refuse("chargeback_not_found", { id })) }
}
