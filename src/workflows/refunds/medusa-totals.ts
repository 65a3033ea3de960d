import type { BigNumberInput, MedusaContainer } from "@medusajs/framework/types"
import { ChangeActionType, ContainerRegistrationKeys, MathBN, Modules } from "@medusajs/framework/utils"
import { createOrderChangeActionsWorkflow, createOrderCreditLinesWorkflow } from "@medusajs/medusa/core-flows"

import { failpoint } from "../../adapters/failpoint"
import { fromMedusa, toMedusa } from "../../adapters/medusa-money"
import { money } from "../../domain/money"
import { editCorrection, overOwed } from "../../domain/refund-journals"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { owedToBuyer } from "../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../modules/escrow/service"
import { hasUnjudged } from "./adopt-returns"
import { byUs, readMedusaOrder, type MedusaOrder } from "./medusa-order"
import { openChange } from "./open-changes"

type Adjustment = { amount: BigNumberInput; raw_amount?: { value: string }; code?: string | null; description?: string | null; promotion_id?: string | null; is_tax_inclusive?: boolean }
type Item = { id: string; quantity?: number | null; detail?: { quantity?: number } | null; adjustments?: (Adjustment | null)[] | null }

/**
 * A discount goes with its units: within the order edit that is open, the discounts of lines that keep some of their units
 * become smaller in proportion. Left alone, Medusa would leave the whole discount on what remains, and owe the buyer too much.
 */
export async function scaleDiscounts(container: MedusaContainer, orderId: string, keeps: Map<string, number>): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const change = await openChange(container, orderId)
  const { data: orders } = await query.graph({ entity: "order", fields: ["items.*", "items.detail.quantity", "items.adjustments.*"], filters: { id: orderId } })
  const items = ((orders[0]?.items ?? []) as (Item | null)[]).filter((item) => item !== null)
  const scaled = items.flatMap((item) => {
    const stays = keeps.get(item.id) ?? 0
    const adjustments = (item.adjustments ?? []).filter((each) => each !== null)
    return stays > 0 && adjustments.length > 0 ? [{ item, adjustments: adjustments.map((each) => scaledTo(each, stays, Number(item.quantity ?? item.detail?.quantity))) }] : []
  })
  if (!change || scaled.length === 0) return
  await createOrderChangeActionsWorkflow(container).run({
    input: scaled.map(({ item, adjustments }) => ({
      order_change_id: change.id, order_id: orderId, version: change.version,
      action: ChangeActionType.ITEM_ADJUSTMENTS_REPLACE, details: { reference_id: item.id, adjustments },
    })),
  })
}

/** What an order will have outstanding when the edit that is open is confirmed, in minor units: Medusa's own preview. */
export async function previewedPending(container: MedusaContainer, { id, currency }: MedusaOrder): Promise<number> {
  const { summary } = await container.resolve(Modules.ORDER).previewOrderChange(id)
  return fromMedusa(MathBN.convert(summary?.raw_pending_difference ?? summary?.pending_difference ?? 0).toFixed(), currency).minor
}

type Correcting = { before: number; due: number; cancellation: string }

/**
 * Puts into the order edit that is open the credit line by which Medusa will owe what our books have made due: edit and correction
 * are one change, so that its page never shows another amount.
 * @returns by how much the edit would make the buyer owe more, in minor units; 0 when it may be confirmed
 */
export async function correctEdit(container: MedusaContainer, order: MedusaOrder, { before, due, cancellation }: Correcting): Promise<number> {
  const after = await previewedPending(container, order)
  const over = editCorrection({ before, after, due, lines: order.items.length })
  if (over === null) return after - before
  const change = await openChange(container, order.id)
  if (over === 0 || !change) return 0
  await createOrderChangeActionsWorkflow(container).run({
    input: [{
      order_change_id: change.id, order_id: order.id, version: change.version, action: ChangeActionType.CREDIT_LINE_ADD,
      reference: byUs, reference_id: cancellation, amount: -toMedusa({ minor: over, currency: order.currency }),
    }],
  })
  return 0
}

const scaledTo = ({ amount, raw_amount, code, description, promotion_id, is_tax_inclusive }: Adjustment, stays: number, of: number) => ({
  code, description, promotion_id, is_tax_inclusive, amount: MathBN.div(MathBN.mult(raw_amount?.value ?? amount, stays), of).toNumber(),
})

/**
 * After a cancellation Medusa's order may say that more is owed to the buyer than our books have made due: an operator's edit
 * leaves a discount on fewer units, or a refund was given earlier for what is now cancelled. The books' number counts, and a
 * credit line of Medusa's own takes the rest back. Where Medusa says less, its refund writes such a line by itself.
 * Less than a minor unit for each line is Medusa's fraction, and stays. Safe twice: then there is nothing left to take back.
 */
export async function agreeOnTotals(container: MedusaContainer, orderId: string, cancellation: string): Promise<void> {
  const { canceled, currency, pending_minor, items, owes } = await readMedusaOrder(container, orderId)
  if (canceled) return
  const owed = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => owedToBuyer(manager, orderId))
  const over = overOwed(pending_minor, owed, items.length)
  if (over === 0) return
  // What came back since the books looked is owed in Medusa and not here: taking that back would be wrong.
  if (await hasUnjudged(container, orderId)) throw new Error("a return came in meanwhile, and is judged first")
  failpoint("totals-before-credit")
  await createOrderCreditLinesWorkflow(container).run({
    input: { id: orderId, credit_lines: [{ amount: -Math.min(toMedusa(money(over, currency)), owes), reference: byUs, reference_id: cancellation }] },
  })
}
