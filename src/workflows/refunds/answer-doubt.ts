import type { IPaymentModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { toMedusa } from "../../adapters/medusa-money"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { unansweredIn, type Unanswered } from "../../modules/escrow/doubts"
import { listSuspense } from "../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../modules/escrow/service"
import { noteOf } from "./execute"
import { byUs, readMedusaOrder } from "./medusa-order"
import { forgetAnswer, noteAnswer, noteRefund, type Row } from "./order-notes"
import { lockedOrder } from "./settle-order"

/** Two methods that Medusa's payment module has for each of its tables, and its interface leaves out. */
type PaymentRows = IPaymentModuleService & {
  createRefunds: (refund: { payment_id: string; amount: number; note: string; created_by: string }) => Promise<Row>
  deleteRefunds: (ids: string[]) => Promise<void>
}
type Item = { order_id: string; currency: string }
type Attempt = Unanswered & { kind: "attempt" }

/**
 * Tells Medusa what an operator has seen at a provider that never answered: what was made gets the order's transaction that
 * Medusa writes after an answer; what was not made is deleted, as Medusa does after a refusal. Safe twice; what Medusa itself has
 * learnt meanwhile stays.
 * @throws suspense_not_found, suspense_made_wrong, order_change_open
 */
export async function answerDoubt(container: MedusaContainer, id: string, made: boolean | undefined): Promise<void> {
  const [item] = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => listSuspense(manager, { id, limit: 1 }))
  if (!item) refuse("suspense_not_found", { id })
  if ((item.source === "payment") !== (made !== undefined)) refuse("suspense_made_wrong", {})
  if (made === undefined || item.state !== "open") return
  await lockedOrder(container, item.order_id, () => tell(container, item, unansweredIn(item.reference), made))
}

async function tell(container: MedusaContainer, item: Item, about: Unanswered, made: boolean): Promise<void> {
  const payments = container.resolve(Modules.PAYMENT) as PaymentRows
  switch (about.kind) {
    case "noted": return tellNoted(container, item, about.id, made)
    case "attempt": {
      const row = made ? await rowOfAttempt(payments, about, item.currency) : undefined
      return row && noteRefund(container, item, row)
    }
    case "refund": {
      const [row] = await payments.listRefunds({ id: [about.id] })
      if (!row) return
      if (made) return noteRefund(container, item, row)
      await forgetAnswer(container, item, "refund", row)
      return payments.deleteRefunds([row.id])
    }
    default: {
      const [row] = await payments.listCaptures({ id: [about.id] })
      if (row) await (made ? noteAnswer(container, item, "capture", row) : payments.deleteCaptures([row.id]))
    }
  }
}

/** Medusa deleted its row when the answer was lost; if the money did move, it gets one again, once. */
async function rowOfAttempt(payments: PaymentRows, attempt: Attempt, currency: string): Promise<Row> {
  const mark = `${noteOf(attempt.id)}:${attempt.times}`
  const known = (await payments.listRefunds({ payment_id: attempt.payment_id })).find((row) => row.note === mark)
  return known ?? payments.createRefunds({ payment_id: attempt.payment_id, amount: toMedusa(money(attempt.minor, currency)), note: mark, created_by: byUs })
}

/** A cancelled order noted a refund that it has forgotten: it gets a row again, or loses the note. */
async function tellNoted(container: MedusaContainer, { order_id, currency }: Item, transaction: string, made: boolean): Promise<void> {
  const order = await readMedusaOrder(container, order_id)
  const payment = order.payments.find((each) => each.doubts.some(({ id }) => id === transaction))
  const doubt = payment?.doubts.find(({ id }) => id === transaction)
  if (!payment || !doubt) return
  if (!made) return container.resolve(Modules.ORDER).deleteOrderTransactions([transaction])
  const payments = container.resolve(Modules.PAYMENT) as PaymentRows
  await payments.createRefunds({ payment_id: payment.id, amount: toMedusa(money(doubt.minor, currency)), note: "", created_by: byUs })
}
