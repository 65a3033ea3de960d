import { minorOf } from "../../adapters/columns"
import { postWithin, type SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { account } from "../../domain/chart"
import { refuse } from "../../domain/errors"
import { money } from "../../domain/money"
import { oweOverpaid } from "../../domain/refund-journals"
import { fundGrowth } from "./growth"
import { overpaid, openInMedusa } from "./refund-reads"
import { dueRefund, noteOutflows } from "./refunds"
import { lockOrder, standingOf } from "./standing"

/** What the buyer paid beyond what the order was due, and nothing has used yet; what was sent back in exchange is not among it. */
async function paidBeyond(manager: SqlManager, orderId: string): Promise<number> {
  const [row] = await manager.execute<{ minor: string }>(
    `select coalesce(sum((share->>'minor')::bigint), 0) as minor from escrow_capture cross join lateral jsonb_array_elements(shares) as share
     where order_id = ? and share->>'account' = ?`,
    [orderId, account.suspense("overpaid")],
  )
  return Math.max(0, Math.min(minorOf(row?.minor ?? 0), await overpaid(manager, orderId)))
}

/**
 * What a refund by hand may take of what waits beyond the order. What was sent back in exchange is among it once nothing that was
 * added waits to be paid with it.
 */
export async function freeBeyond(manager: SqlManager, orderId: string): Promise<number> {
  const waiting = await manager.execute(
    "select id from escrow_suspense where order_id = ? and state = 'open' and (reference like 'added:%' or reference like 'more:%') limit 1", [orderId],
  )
  return waiting.length > 0 ? paidBeyond(manager, orderId) : overpaid(manager, orderId)
}

/**
 * What was paid or sent back beyond what the order was due, that Medusa does not owe back and nothing in the queue waits for: an edit
 * whose rule is missing. @param owed_minor what Medusa owes the buyer
 */
export async function unexplainedBeyond(manager: SqlManager, orderId: string, owed_minor: number): Promise<number> {
  const waiting = await manager.execute("select id from escrow_suspense where order_id = ? and state = 'open' limit 1", [orderId])
  return waiting.length > 0 ? 0 : (await overpaid(manager, orderId)) - owed_minor
}

/**
 * What was paid for units that had been cancelled meanwhile (a buyer who cancels while the bank is asked), or sent back in exchange
 * for what was then taken off, is due back: as far as Medusa says that it is owed, for what an edit or an exchange has added is paid
 * in the same way and waits to join its part. Safe twice.
 * @param owed_minor what Medusa owes the buyer, refunds that are due already among it @returns the refund's id, or null
 */
export async function giveBackBeyond(manager: SqlManager, order_id: string, owed_minor: number, refund_after: Instant, at: Instant): Promise<string | null> {
  await lockOrder(manager, order_id)
  const minor = Math.min(await overpaid(manager, order_id), owed_minor - (await openInMedusa(manager, order_id)))
  if (minor <= 0) return null
  const amount = money(minor, (await standingOf(manager, order_id)).currency)
  const reason = "paid beyond what the order was due"
  const id = await dueRefund(manager, { order_id, shop_order_id: null, amount, reason, reference: null, execute_after: refund_after })
  await noteOutflows(manager, `refund:${id}:owed`, order_id, [{ account: account.suspense("overpaid"), amount, shop_order_id: null }], at)
  await postWithin(manager, [oweOverpaid({ id, order_id }, amount, reason)], at)
  return id
}

/** Whose the money is that was paid beyond the order, when an operator says it: a part's merchant, or the order's own income. */
export type Owner = { bearer: "merchant" | "order_income"; shop_order_id: string | undefined }

/**
 * Gives what was paid beyond the order, and what no rule explains, to whom an operator says: a merchant whose parcels were all sent when
 * its line was made dearer, or the marketplace, for shipping that an edit added. A refund or a chargeback can take it back there.
 * @param most no more than the item of the queue is about, in minor units; less when some was refunded since
 * @throws shop_order_not_found, suspense_bearer_wrong (nothing is left)
 */
export async function giveBeyond(manager: SqlManager, orderId: string, owner: Owner, most: number, at: Instant): Promise<void> {
  const standing = await standingOf(manager, orderId)
  const part = owner.bearer === "merchant" ? (standing.parts.find((each) => each.shop_order_id === owner.shop_order_id) ?? refuse("shop_order_not_found", { id: owner.shop_order_id ?? "?" })) : null
  const amount = money(Math.min(most, await freeBeyond(manager, orderId)), standing.currency)
  if (amount.minor <= 0) refuse("suspense_bearer_wrong", { bearer: owner.bearer })
  if (!part) await manager.execute("update escrow_order set own_income_minor = own_income_minor + ?, updated_at = ?::timestamptz where order_id = ?", [amount.minor, at, orderId])
  await fundGrowth(manager, standing, [{ account: part ? account.payable(part.merchant_id) : account.orderIncome, amount }], part?.shop_order_id ?? null, at)
}
