import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { owedToBuyer } from "./refund-reads"
import { oweFromPart } from "./refunds"
import { lockOrder, remainingOf, standingOf } from "./standing"

/** A line as one edit priced it: judged once, whatever else changes the line afterwards; the same price again, by another edit, is judged again. */
export const priceKey = (lineItemId: string, changeId: string): string => `price:${lineItemId}:${changeId}`

/** The prices of an order that have been judged: refunded where they fell, joined where they rose. */
export async function judgedPrices(manager: SqlManager, orderId: string): Promise<Set<string>> {
  const rows = await manager.execute<{ reference: string }>(
    `select reference from escrow_suspense where order_id = ? and state = 'resolved' and reference like 'price:%'
     union all select reference from escrow_refund where order_id = ? and reference like 'price:%'`,
    [orderId, orderId],
  )
  return new Set(rows.map((row) => row.reference))
}

/** `owed_minor`: what Medusa says is owed to the buyer by all that was changed; `lines`: by how much each was made cheaper, and by which edit. */
export type PriceCuts = { order_id: string; lines: { line_item_id: string; minor: number; change_id: string }[]; owed_minor: number; refund_after: Instant }

/**
 * Lines that an operator made cheaper on Medusa's order page: the difference is due to the buyer, out of what those lines have
 * in the hold, then out of what their merchant was given; never more than Medusa owes beyond what is due already. Once for each edit.
 */
export async function owePriceCuts(manager: SqlManager, { order_id, lines, owed_minor, refund_after }: PriceCuts, at: Instant): Promise<void> {
  await lockOrder(manager, order_id)
  const judged = await judgedPrices(manager, order_id)
  let most = owed_minor - (await owedToBuyer(manager, order_id))
  for (const { line_item_id, minor, change_id } of lines) {
    const reference = priceKey(line_item_id, change_id)
    const standing = await standingOf(manager, order_id)
    const part = standing.parts.find((each) => each.lines.some((line) => line.line_item_id === line_item_id))
    const amount_minor = part && !judged.has(reference) ? Math.min(minor, most, remainingOf(part) + part.recoverable) : 0
    if (!part || amount_minor <= 0) continue
    await oweFromPart(manager, standing, part, { amount_minor, reason: "made cheaper on Medusa's order page", reference, line_item_id, execute_after: refund_after }, at)
    most -= amount_minor
  }
}
