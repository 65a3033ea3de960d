import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import type { Cut } from "../../domain/chargeback"
import { account } from "../../domain/chart"
import { noteOutflows, type Outflow } from "./refunds"
import { shrinkHold } from "./shrink"
import type { Standing } from "./standing"

/** Makes holds and own income smaller by what is taken from them, and remembers it. @returns which units of the holds gave it */
export async function takeFrom(manager: SqlManager, standing: Standing, flows: Outflow[], journalKey: string, at: Instant): Promise<Cut[]> {
  const cuts: Cut[] = []
  for (const { account: name, amount } of flows) {
    const part = standing.parts.find((each) => account.hold(each.hold_id) === name)
    if (part) cuts.push(...(await shrinkHold(manager, part, amount.minor, at)))
    const column = name === account.orderIncome ? "own_income_minor" : name === account.taxDue ? "own_tax_minor" : null
    if (column) await manager.execute(`update escrow_order set ${column} = greatest(0, ${column} - ?), updated_at = ?::timestamptz where order_id = ?`, [amount.minor, at, standing.order_id])
  }
  await noteOutflows(manager, journalKey, standing.order_id, flows, at)
  return cuts
}
