import type { IPaymentModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

import { fromMedusa, toMedusa } from "../../adapters/medusa-money"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { unansweredIn, type Unanswered } from "../../modules/escrow/doubts"
import { listSuspense } from "../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../modules/escrow/service"
import { noteOf } from "./execute"
import { byUs, readMedusaOrder } from "./medusa-order"
import { oweInMedusa } from "./owe-in-medusa"

type Row = { id: string; raw_amount?: unknown; amount: unknown; note?: string | null }
/** Two methods that Medusa's payment module has for each of its tables, and its interface leaves out. */
type PaymentRows = IPaymentModuleService & {
  createRefunds: (refund: { payment_id: string; amount: number; note: string; created_by: string }) => Promise<Row>
  deleteRefunds: (ids: string[]) => Promise<void>
}
type Item = { order_id: string; currency: string }
type Way = { reference: "capture" | "refund"; sign: 1 | -1 }

const way = (kind: Unanswered["kind"]): Way => (kind === "capture" ? { reference: "capture", sign: 1 } : { reference: "refund", sign: -1 })

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
  const about = unansweredIn(item.reference)
  const row = about.kind === "attempt" ? await attempted(container, about, item.currency, made) : await rowOf(container, about)
  if (row === undefined || (await isNoted(container, item, way(about.kind), row.id))) return
  if (!made) return remove(container, about.kind, row.id)
  if (about.kind !== "capture") {
    const order = await readMedusaOrder(container, item.order_id)
    await oweInMedusa(container, order, fromMedusa(Number(row.amount), order.currency).minor)
  }
  await note(container, item, way(about.kind), row)
}

async function rowOf(container: MedusaContainer, { kind, id }: Unanswered): Promise<Row | undefined> {
  const payments = container.resolve(Modules.PAYMENT)
  const [row] = kind === "capture" ? await payments.listCaptures({ id: [id] }) : await payments.listRefunds({ id: [id] })
  return row
}

/** Medusa deleted its row when the answer was lost; if the money did move, it gets one again, once. */
async function attempted(container: MedusaContainer, attempt: Unanswered & { kind: "attempt" }, currency: string, made: boolean): Promise<Row | undefined> {
  const payments = container.resolve(Modules.PAYMENT) as PaymentRows
  const mark = `${noteOf(attempt.id)}:${attempt.times}`
  const known = (await payments.listRefunds({ payment_id: attempt.payment_id })).find((row) => row.note === mark)
  if (known || !made) return made ? known : undefined
  return payments.createRefunds({ payment_id: attempt.payment_id, amount: toMedusa(money(attempt.minor, currency)), note: mark, created_by: byUs })
}

async function isNoted(container: MedusaContainer, { order_id }: Item, { reference }: Way, reference_id: string): Promise<boolean> {
  return (await container.resolve(Modules.ORDER).listOrderTransactions({ order_id, reference, reference_id })).length > 0
}

async function note(container: MedusaContainer, { order_id, currency: currency_code }: Item, { reference, sign }: Way, row: Row): Promise<void> {
  await container.resolve(Modules.ORDER).addOrderTransactions({ order_id, amount: sign * Number(row.amount), currency_code, reference, reference_id: row.id })
}

async function remove(container: MedusaContainer, kind: Unanswered["kind"], id: string): Promise<void> {
  const payments = container.resolve(Modules.PAYMENT) as PaymentRows
  await (kind === "capture" ? payments.deleteCaptures([id]) : payments.deleteRefunds([id]))
}
