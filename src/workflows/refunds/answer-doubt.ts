import type { IPaymentModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { toMedusa } from "../../adapters/medusa-money"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { unansweredIn, type Unanswered } from "../../modules/escrow/doubts"
import { listSuspense } from "../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../modules/escrow/service"
import { messageOf, noteOf } from "./execute"
import { byUs, readMedusaOrder } from "./medusa-order"
import { forgetAnswer, noteAnswer, noteRefund, oweMade, type Row } from "./order-notes"
import { lockedOrder } from "./settle-order"

/** Two methods that Medusa's payment module has for each of its tables, and its interface leaves out. */
type PaymentRows = IPaymentModuleService & {
  createRefunds: (refund: { payment_id: string; amount: number; note: string; created_by: string }) => Promise<Row>
  deleteRefunds: (ids: string[]) => Promise<void>
}
type Item = { order_id: string; currency: string }
type Attempt = Unanswered & { kind: "attempt" }
const paymentRows = (container: MedusaContainer): PaymentRows => container.resolve(Modules.PAYMENT) as PaymentRows

/**
 * Tells Medusa what an operator has seen at a provider that never answered: what was made gets the order's transaction that
 * Medusa writes after an answer; what was not made is deleted, as Medusa does after a refusal. Safe twice; what Medusa itself has
 * learnt meanwhile stays.
 * @throws suspense_not_found, suspense_made_wrong, order_change_open, order_busy
 */
export async function answerDoubt(container: MedusaContainer, id: string, made: boolean | undefined): Promise<void> {
  const read = async () => (await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => listSuspense(manager, { id, limit: 1 })))[0]
  const item = await read()
  if (!item) refuse("suspense_not_found", { id })
  if ((item.source === "payment") !== (made !== undefined)) refuse("suspense_made_wrong", {})
  if (made === undefined) return
  await lockedOrder(container, item.order_id, async () => {
    if ((await read())?.state !== "open") return
    const about = unansweredIn(item.reference)
    await (about.kind === "attempt" ? tellAttempt(container, item, about, made) : about.kind === "capture" ? tellCapture(container, item, about.id, made) : tellRefund(container, item, about.id, made))
  }).catch((error: unknown) => (isTimeout(error) ? refuse("order_busy") : Promise.reject(error)))
}

/** What Medusa's locking says when somebody else has an order for longer than we wait. */
const isTimeout = (error: unknown): boolean => messageOf(error).includes("acquiring lock")

async function tellCapture(container: MedusaContainer, item: Item, id: string, made: boolean): Promise<void> {
  const [row] = await container.resolve(Modules.PAYMENT).listCaptures({ id: [id] })
  const noted = await container.resolve(Modules.ORDER).listOrderTransactions({ order_id: item.order_id, reference: "capture", reference_id: id })
  if (!row || noted.length > 0) return
  await (made ? noteAnswer(container, item, "capture", row) : paymentRows(container).deleteCaptures([row.id]))
}

/** Medusa's row of a refund without an answer, or a cancelled order's note of one that it has forgotten; neither when it is none any more. */
async function tellRefund(container: MedusaContainer, item: Item, id: string, made: boolean): Promise<void> {
  const order = await readMedusaOrder(container, item.order_id)
  const payment = order.payments.find((each) => each.doubts.some((doubt) => doubt.id === id))
  const doubt = payment?.doubts.find((each) => each.id === id)
  if (!payment || !doubt) return
  const [row] = await paymentRows(container).listRefunds({ id: [id] })
  if (doubt.kind === "noted") return tellNoted(container, payment.id, id, made)
  if (!row) return
  if (made) return noteRefund(container, item, row)
  await forgetAnswer(container, item.order_id, "refund", row)
  await paymentRows(container).deleteRefunds([row.id])
}

async function tellNoted(container: MedusaContainer, payment_id: string, id: string, made: boolean): Promise<void> {
  const orders = container.resolve(Modules.ORDER)
  const [note] = await orders.listOrderTransactions({ id: [id] })
  if (!note) return
  if (made) await paymentRows(container).createRefunds({ payment_id, amount: -Number(note.amount), note: "", created_by: byUs })
  else await orders.deleteOrderTransactions([id])
}

/** Medusa deleted its row when the answer was lost; if the money did move, it gets one again, once. */
async function tellAttempt(container: MedusaContainer, item: Item, attempt: Attempt, made: boolean): Promise<void> {
  if (!made) return
  const mark = `${noteOf(attempt.id)}:${attempt.times}`
  const amount = toMedusa(money(attempt.minor, item.currency))
  const known = (await paymentRows(container).listRefunds({ payment_id: attempt.payment_id })).find((row) => row.note === mark)
  const noted = known ? await container.resolve(Modules.ORDER).listOrderTransactions({ order_id: item.order_id, reference: "refund", reference_id: known.id }) : []
  if (noted.length > 0) return
  await oweMade(container, item, amount)
  await noteAnswer(container, item, "refund", known ?? (await paymentRows(container).createRefunds({ payment_id: attempt.payment_id, amount, note: mark, created_by: byUs })))
}
