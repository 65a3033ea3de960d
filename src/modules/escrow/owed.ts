import { minorOf } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import type { Instant } from "../../domain/calendar"
import { money } from "../../domain/money"
import { closeItems, suspend } from "./adoption"
import { isChargedBack, owedToBuyer } from "./refund-reads"
import { lockOrder } from "./standing"

/** `owes_minor`: what Medusa's order owes its buyer, 0 or more; `lines`: each of which Medusa may count by less than a minor unit otherwise. */
export type Owing = { order_id: string; currency: string; owes_minor: number; lines: number }

/**
 * What Medusa's order owes beyond what the books owe, and nothing in the queue stands for, is queued: no rule has found whose it is.
 * Explained are what is due, or was met by a bank, and own goods that came back, which an operator refunds by hand. Safe twice;
 * what is explained later leaves the queue, and is queued anew when it is owed again.
 */
export async function queueOwed(manager: SqlManager, { order_id, currency, owes_minor, lines }: Owing, at: Instant): Promise<void> {
  await lockOrder(manager, order_id)
  const beyond = owes_minor === 0 || (await isChargedBack(manager, order_id)) ? 0 : owes_minor - (await owedToBuyer(manager, order_id)) - (await ownGoods(manager, order_id))
  const reference = beyond >= Math.max(1, lines) ? `owes:${order_id}:${beyond}` : null
  const open = await manager.execute<{ id: string; reference: string }>("select id, reference from escrow_suspense where order_id = ? and state = 'open'", [order_id])
  const isOurs = (item: { reference: string }) => item.reference.startsWith("owes:")
  if (open.some((item) => isOurs(item) && item.reference !== reference)) await closeItems(manager, order_id, "owes:", "it is explained, or not owed any more", at)
  if (reference === null || open.some((item) => !isOurs(item))) return
  const note = `Medusa's order owes the buyer ${beyond} minor units that no rule explains. Refunding them on Medusa's order page gives them back, out of what the order still keeps.`
  await suspend(manager, { order_id, source: "edit", reference, amount: money(0, currency), note }, at)
}

/** What the marketplace's own goods that came back are worth and was not refunded. */
async function ownGoods(manager: SqlManager, orderId: string): Promise<number> {
  const [row] = await manager.execute<{ minor: string }>("select coalesce(sum(open_minor), 0) as minor from escrow_sent_back where order_id = ? and shop_order_id is null", [orderId])
  return minorOf(row?.minor ?? 0)
}
