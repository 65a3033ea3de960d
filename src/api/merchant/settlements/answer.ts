import type { MedusaContainer } from "@medusajs/framework/types"
import type { z } from "@medusajs/framework/zod"

import { instantOf, instantOrNull, minorOf } from "../../../adapters/columns"
import { refuse } from "../../../domain/errors"
import { eventsOf } from "../../../domain/machine"
import { settlementMachine, transferMachine, type SettlementState, type TransferEvent, type TransferState } from "../../../domain/settlement"
import { PASAJ_SETTLEMENT } from "../../../modules/settlement"
import type SettlementModuleService from "../../../modules/settlement/service"
import type { nextActionAnswer } from "../../endpoint"
import { moneyOf } from "../../money-answer"
import type { SettlementAnswer, TransferAnswer } from "./contract"

type Row = Awaited<ReturnType<SettlementModuleService["retrieveMerchantSettlement"]>>
type TransferRow = Awaited<ReturnType<SettlementModuleService["retrieveSettlementTransfer"]>>
type NextAction = z.infer<typeof nextActionAnswer>
export type Side = "merchant" | "operator"

const settlementsOf = (container: MedusaContainer) => container.resolve<SettlementModuleService>(PASAJ_SETTLEMENT)
const post = (action: string, path: string): NextAction => ({ action, method: "POST", path })

/** The routes behind the events of a transfer that an operator may tell of. */
const transferRoutes: Partial<Record<TransferEvent, string>> = { pay: "payment", reject: "rejection", return: "return" }

const actionsOnTransfer = (id: string, state: TransferState, side: Side): NextAction[] =>
  side === "merchant" ? [] : eventsOf(transferMachine, state).flatMap((event) => {
    const route = transferRoutes[event]
    return route ? [post(event, `/admin/transfers/${id}/${route}`)] : []
  })

function actionsOn(id: string, state: SettlementState, transfers: TransferRow[], side: Side): NextAction[] {
  const events = eventsOf(settlementMachine, state)
  if (side === "operator") return state === "requested" ? [post("approve", `/admin/settlements/${id}/approval`)] : []
  const untouched = transfers.every((transfer) => transfer.state === "planned")
  return events.includes("withdraw") && untouched ? [post("withdraw", `/merchant/settlements/${id}/withdrawal`)] : []
}

const transferAnswer = (row: TransferRow, currency: string, side: Side): z.infer<typeof TransferAnswer> => {
  const { id, sequence, state, bank, bank_reference, reason } = row
  return {
    id, sequence, state, amount: moneyOf(minorOf(row.amount_minor), currency), bank, bank_reference, paid_at: instantOrNull(row.paid_at),
    reason, next_actions: actionsOnTransfer(id, state, side),
  }
}

/** Settlements as `side` sees them, with their transfers: one read more, however many. */
export async function settlementAnswers(container: MedusaContainer, rows: Row[], side: Side): Promise<z.infer<typeof SettlementAnswer>[]> {
  const all = await settlementsOf(container).listSettlementTransfers({ settlement_id: rows.map((row) => row.id) }, { order: { sequence: "ASC" } })
  return rows.map((row) => {
    const { id, merchant_id, state, currency, sheba, holder, requested_by, due_on, extension_reason } = row
    const transfers = all.filter((transfer) => transfer.settlement_id === id)
    return {
      id, merchant_id, state, amount: moneyOf(minorOf(row.amount_minor), currency), sheba, holder,
      requested_at: instantOf(row.requested_at), requested_by, due_on, extension_reason,
      approved_at: instantOrNull(row.approved_at), paid_at: instantOrNull(row.paid_at), withdrawn_at: instantOrNull(row.withdrawn_at),
      transfers: transfers.map((transfer) => transferAnswer(transfer, currency, side)),
      next_actions: actionsOn(id, state, transfers, side),
    }
  })
}

/** One settlement of the allowed merchants (of all where `allowed` is absent). @throws settlement_not_found */
export async function findSettlement(container: MedusaContainer, id: string, allowed?: string[]): Promise<Row> {
  const [row] = await settlementsOf(container).listMerchantSettlements({ id, ...(allowed ? { merchant_id: allowed } : {}) })
  return row ?? refuse("settlement_not_found", { id })
}

/** The same, as its merchant sees it. @throws settlement_not_found */
export async function oneSettlement(container: MedusaContainer, id: string, allowed: string[]): Promise<{ settlement: z.infer<typeof SettlementAnswer> }> {
  const [settlement] = await settlementAnswers(container, [await findSettlement(container, id, allowed)], "merchant")
  return { settlement: settlement ?? refuse("settlement_not_found", { id }) }
}
