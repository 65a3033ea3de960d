import { ChangeActionType } from "@medusajs/framework/utils"

import type { Change } from "./confirmed-changes"
import { byUs } from "./medusa-order"

/** Lines that operators gave another price on Medusa's order page, and lines that they added there. */
export type OperatorEdits = { repriced: Set<string>; added: Set<string> }

/** What operators' confirmed edits of an order did to its lines, whenever that was. */
export function operatorEdits(changes: Change[]): OperatorEdits {
  const edits = changes.filter((change) => change.change_type === "edit" && change.created_by !== byUs)
  const actions = edits.flatMap((change) => (change.actions ?? []).filter((each) => each !== null))
  const linesOf = (chosen: typeof actions) => new Set(chosen.flatMap((each) => each.details?.reference_id ?? []))
  return {
    repriced: linesOf(actions.filter(({ action, details }) => action === ChangeActionType.ITEM_UPDATE && details?.unit_price !== undefined && details.unit_price !== null)),
    added: linesOf(actions.filter(({ action }) => action === ChangeActionType.ITEM_ADD)),
  }
}
