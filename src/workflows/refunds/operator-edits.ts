import { ChangeActionType } from "@medusajs/framework/utils"

import type { Change } from "./confirmed-changes"
import { byUs } from "./medusa-order"

/** Lines that operators gave another price on Medusa's order page, with the last edit that did, and lines that they added there. */
export type OperatorEdits = { repriced: Map<string, string>; added: Set<string> }

/** What operators' confirmed edits of an order did to its lines, whenever that was. */
export function operatorEdits(changes: Change[]): OperatorEdits {
  // Ids tell the time: of one order's edits the later was confirmed later, for Medusa allows one at a time.
  const edits = changes.filter((change) => change.change_type === "edit" && change.created_by !== byUs).sort((a, b) => (a.id < b.id ? -1 : 1))
  const actions = edits.flatMap(({ id, actions: all }) => (all ?? []).flatMap((each) => {
    const line = each?.details?.reference_id
    return each && line ? [{ id, line, action: each.action, price: each.details?.unit_price ?? null }] : []
  }))
  return {
    repriced: new Map(actions.filter(({ action, price }) => action === ChangeActionType.ITEM_UPDATE && price !== null).map(({ id, line }) => [line, id])),
    added: new Set(actions.filter(({ action }) => action === ChangeActionType.ITEM_ADD).map(({ line }) => line)),
  }
}
