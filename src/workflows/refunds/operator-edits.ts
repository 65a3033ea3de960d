import type { MedusaContainer } from "@medusajs/framework/types"
import { ChangeActionType, ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { byUs } from "./medusa-order"

type Action = { action: string; details?: { reference_id?: string; unit_price?: unknown } | null }
type Change = { created_by: string | null; actions?: (Action | null)[] | null }

/** Lines that operators gave another price on Medusa's order page, and lines that they added there. */
export type OperatorEdits = { repriced: Set<string>; added: Set<string> }

/** What operators' confirmed edits of an order did to its lines, whenever that was. */
export async function operatorEdits(container: MedusaContainer, orderId: string): Promise<OperatorEdits> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order_change", fields: ["created_by", "actions.action", "actions.details"], filters: { order_id: orderId, status: "confirmed", change_type: "edit" },
  })
  const actions = (data as Change[]).filter((change) => change.created_by !== byUs).flatMap((change) => (change.actions ?? []).filter((each) => each !== null))
  const linesOf = (chosen: Action[]) => new Set(chosen.flatMap((each) => each.details?.reference_id ?? []))
  return {
    repriced: linesOf(actions.filter(({ action, details }) => action === ChangeActionType.ITEM_UPDATE && details?.unit_price !== undefined && details.unit_price !== null)),
    added: linesOf(actions.filter(({ action }) => action === ChangeActionType.ITEM_ADD)),
  }
}
