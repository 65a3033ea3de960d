import type { BigNumberInput, MedusaContainer } from "@medusajs/framework/types"
import { ChangeActionType, ContainerRegistrationKeys, MathBN } from "@medusajs/framework/utils"
import { createOrderChangeActionsWorkflow, createOrderCreditLinesWorkflow } from "@medusajs/medusa/core-flows"

import { toMedusa } from "../../adapters/medusa-money"
import { money } from "../../domain/money"
import { overOwed } from "../../domain/refund-journals"
import { PASAJ_ESCROW } from "../../modules/escrow"
import { owedToBuyer } from "../../modules/escrow/refund-reads"
import type EscrowModuleService from "../../modules/escrow/service"
import { readMedusaOrder } from "./medusa-order"

type Adjustment = { amount: BigNumberInput; raw_amount?: { value: string }; code?: string | null; description?: string | null; promotion_id?: string | null; is_tax_inclusive?: boolean }
type Item = { id: string; quantity?: number | null; detail?: { quantity?: number } | null; adjustments?: (Adjustment | null)[] | null }
type Change = { id: string; version: number }

/**
 * A discount goes with its units: within the order edit that is open, the discounts of lines that keep some of their units
 * become smaller in proportion. Left alone, Medusa would leave the whole discount on what remains, and owe the buyer too much.
 */
export async function scaleDiscounts(container: MedusaContainer, orderId: string, keeps: Map<string, number>): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data: changes } = await query.graph({ entity: "order_change", fields: ["id", "version"], filters: { order_id: orderId, status: ["pending", "requested"] } })
  const { data: orders } = await query.graph({ entity: "order", fields: ["items.*", "items.detail.quantity", "items.adjustments.*"], filters: { id: orderId } })
  const [change] = changes as Change[]
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
  const { canceled, currency, pending_minor, items } = await readMedusaOrder(container, orderId)
  if (canceled) return
  const owed = await container.resolve<EscrowModuleService>(PASAJ_ESCROW).repairing((manager) => owedToBuyer(manager, orderId))
  const over = overOwed(pending_minor, owed, items.length)
  if (over === 0) return
  await createOrderCreditLinesWorkflow(container).run({
    input: { id: orderId, credit_lines: [{ amount: -toMedusa(money(over, currency)), reference: "pasaj", reference_id: cancellation }] },
  })
}
