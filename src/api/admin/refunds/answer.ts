import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { instantOf } from "../../../adapters/columns"
import { refuse } from "../../../domain/errors"
import { PASAJ_ESCROW } from "../../../modules/escrow"
import type { Cancelled } from "../../../modules/escrow/cancellations"
import { cancellationOf, listRefunds, type RefundRow, type SuspenseRow } from "../../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../../modules/escrow/service"
import { moneyOf } from "../../money-answer"
import type { CancellationAnswer, RefundAnswer, SuspenseAnswer } from "./contract"

export const refundAnswer = ({ currency, amount_minor, execute_after, ...row }: RefundRow): z.infer<typeof RefundAnswer> => ({
  ...row, amount: moneyOf(amount_minor, currency), execute_after: instantOf(execute_after),
})

export const suspenseAnswer = ({ currency, amount_minor, found_at, ...row }: SuspenseRow): z.infer<typeof SuspenseAnswer> => ({
  ...row, amount: moneyOf(amount_minor, currency), found_at: instantOf(found_at),
})

/** A cancellation just made, with what became of its refund. */
export async function cancellationAnswer(container: MedusaContainer, { id, refund_id }: Cancelled): Promise<{ cancellation: z.infer<typeof CancellationAnswer> }> {
  const escrow = container.resolve<EscrowModuleService>(PASAJ_ESCROW)
  const row = (await escrow.repairing((manager) => cancellationOf(manager, id))) ?? refuse("order_not_found", { id })
  const [refund] = refund_id === null ? [] : await escrow.repairing((manager) => listRefunds(manager, { id: refund_id, limit: 1 }))
  const { order_id, whole, reason, lines, currency, amount_minor, followed_at } = row
  return {
    cancellation: {
      id, order_id, whole, reason, amount: moneyOf(amount_minor, currency), in_medusa: followed_at !== null,
      line_item_ids: lines.map((line) => line.line_item_id), refund: refund ? refundAnswer(refund) : null,
    },
  }
}
